"""Base 62 codes."""

import unittest
from unittest import mock

from src.shortener import codes


class Base62Test(unittest.TestCase):
    def test_known_values(self):
        for number, code in ((0, "0"), (9, "9"), (10, "A"), (61, "z"), (62, "10"),
                             (3843, "zz"), (2**64 - 1, "LygHa16AHYF")):
            with self.subTest(number):
                self.assertEqual(code, codes.encode(number))
                self.assertEqual(number, codes.decode(code))

    def test_round_trip(self):
        for number in range(0, 62**3, 97):
            self.assertEqual(number, codes.decode(codes.encode(number)))

    def test_order_of_equal_width_is_the_order_of_numbers(self):
        numbers = [0, 1, 35, 36, 61, 62, 5000, 62**3 - 1]
        texts = [codes.encode(number, 4) for number in numbers]
        self.assertEqual(sorted(texts), texts)
        self.assertEqual({4}, {len(text) for text in texts})

    def test_what_is_no_number(self):
        for text in ("", "a-b", "ä", " 1", "1_0"):
            with self.subTest(text), self.assertRaises(ValueError):
                codes.decode(text)
        with self.assertRaises(ValueError):
            codes.encode(-1)


class RandomCodeTest(unittest.TestCase):
    def test_length_and_alphabet(self):
        for length in (1, 7, 12):
            self.assertRegex(codes.random_code(length), rf"^[0-9A-Za-z]{{{length}}}$")

    def test_codes_differ(self):
        self.assertEqual(500, len({codes.random_code() for _ in range(500)}))

    def test_every_digit_is_used(self):
        text = "".join(codes.random_code() for _ in range(500))
        self.assertEqual(set(codes.ALPHABET), set(text))

    def test_reserved_words_are_skipped(self):
        numbers = [codes.decode("healthz"), codes.decode("Metrics"), 5]
        with mock.patch("src.shortener.codes.secrets.randbelow", side_effect=numbers):
            self.assertEqual("0000005", codes.random_code())

    def test_reserved_in_any_case(self):
        self.assertTrue(codes.is_reserved("API"))
        self.assertFalse(codes.is_reserved("apis"))
