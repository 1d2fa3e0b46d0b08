"""Token buckets."""

import threading
import unittest

from src.shortener.token_buckets import TokenBuckets

from .support import Clock


class TokenBucketsTest(unittest.TestCase):
    def setUp(self):
        self.clock = Clock(1000)
        self.buckets = TokenBuckets(per_minute=30, burst=3, now=self.clock, max_clients=5)

    def take(self, times, client="a"):
        return [self.buckets.take(client) for _ in range(times)]

    def test_a_burst_and_then_one_every_two_seconds(self):
        self.assertEqual([0, 0, 0, 2, 2], self.take(5))
        self.clock.time += 1
        self.assertEqual([1], self.take(1))
        self.clock.time += 1
        self.assertEqual([0, 2], self.take(2))

    def test_a_bucket_never_holds_more_than_the_burst(self):
        self.take(1)
        self.clock.time += 3600
        self.assertEqual([0, 0, 0, 2], self.take(4))

    def test_clients_do_not_share(self):
        self.take(3, "a")
        self.assertEqual([0], self.take(1, "b"))

    def test_the_clock_may_go_backwards(self):
        self.take(2)
        self.clock.time -= 500
        self.assertEqual([0, 2], self.take(2))

    def test_memory_is_bounded_and_the_latest_are_remembered(self):
        for number in range(20):
            self.take(3, f"client{number}")
        self.assertEqual(5, len(self.buckets))
        self.assertEqual([2], self.take(1, "client19"))

    def test_threads_cannot_take_the_same_token(self):
        buckets = TokenBuckets(per_minute=1, burst=100, now=self.clock)
        results = []

        def work():
            results.extend(buckets.take("a") for _ in range(50))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(100, results.count(0))
