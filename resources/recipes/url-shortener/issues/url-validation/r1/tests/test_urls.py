"""Which addresses are accepted, and how they are stored."""

import unittest

from src.shortener.urls import MAX_LENGTH, UrlRejected, normalise_url


class NormalFormTest(unittest.TestCase):
    def test_stored_form(self):
        for given, stored in (
            ("https://example.com", "https://example.com/"),
            ("  HTTP://Example.COM:8080/A?b=C#d  ", "http://example.com:8080/A?b=C#d"),
            ("https://example.com/a%20b?q=%C3%A4", "https://example.com/a%20b?q=%C3%A4"),
            ("https://example.com/straße?q=ü", "https://example.com/stra%C3%9Fe?q=%C3%BC"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("https://[2606:4700:4700::1111]:443/x", "https://[2606:4700:4700::1111]:443/x"),
            ("http://93.184.216.34/", "http://93.184.216.34/"),
            ("https://example.com./x", "https://example.com/x"),
            ("https://1.example/", "https://1.example/"),
        ):
            with self.subTest(given):
                self.assertEqual(stored, normalise_url(given))

    def test_normalising_twice_changes_nothing(self):
        once = normalise_url("https://Example.com/ä?b=[1]#%zz")
        self.assertEqual(once, normalise_url(once))


class RejectionTest(unittest.TestCase):
    def assert_rejected(self, code, *values, own_host=""):
        for value in values:
            with self.subTest(value):
                with self.assertRaises(UrlRejected) as caught:
                    normalise_url(value, own_host)
                self.assertEqual(code, caught.exception.code)

    def test_what_is_no_address(self):
        self.assert_rejected("invalid_url", None, 5, [], "", "   ", "https://", "http:///path",
                             "https://a b.example/", "https://example.com/\r\nSet-Cookie: x",
                             "https://example.com\\@evil.example/", "http://[::1", "http://.../",
                             "http://example.com:99999/", "https://" + "a" * 64 + ".example/")

    def test_other_schemes(self):
        self.assert_rejected("scheme_not_allowed", "javascript:alert(1)", "JavaScript:alert(1)",
                             "data:text/html,x", "file:///etc/passwd", "ftp://example.com/",
                             "example.com", "//example.com/", "mailto:a@example.com")

    def test_credentials(self):
        self.assert_rejected("credentials", "https://user:secret@example.com/",
                             "https://www.bank.example@evil.example/")

    def test_private_networks(self):
        self.assert_rejected("private_address", "http://localhost:8000/", "http://127.0.0.1/",
                             "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.0.1/",
                             "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
                             "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/")

    def test_private_networks_in_other_spellings(self):
        self.assert_rejected("private_address", "http://2130706433/", "http://0x7f000001/",
                             "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/",
                             "http://127.0.0.1./", "http://0xA9FEA9FE/latest/", "http://10.1/",
                             "http://１２７.0.0.1/", "http://0/", "http://[::ffff:127.0.0.1]/",
                             "http://[::ffff:a00:1]/", "http://[2002:7f00:1::]/",
                             "http://[64:ff9b::a9fe:a9fe]/")

    def test_private_names(self):
        self.assert_rejected("private_address", "http://LocalHost/", "http://localhost./",
                             "http://app.localhost/", "http://printer.local/",
                             "http://metadata.google.internal/", "http://router.home.arpa/")
        self.assertTrue(normalise_url("https://notlocalhost.example/"))
        self.assertTrue(normalise_url("https://local.example/"))

    def test_numbers_that_are_no_address(self):
        self.assert_rejected("invalid_url", "http://1.2.3.4.5/", "http://256.1.1.1/",
                             "http://4294967296/", "http://a.1/", "http://08.1.1.1/",
                             "http://1..1/", "http://[1.2.3.4]/")

    def test_our_own_address(self):
        self.assert_rejected("own_address", "https://sho.rt/abc", "http://SHO.RT:8080/abc",
                             "https://sho.rt./abc", own_host="Sho.rt")
        self.assertTrue(normalise_url("https://not-sho.rt/abc", "sho.rt"))

    def test_length(self):
        longest = "https://example.com/" + "a" * (MAX_LENGTH - 20)
        self.assertEqual(longest, normalise_url(longest))
        self.assert_rejected("url_too_long", longest + "a")
