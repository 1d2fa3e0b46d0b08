"""Settings from the environment."""

import unittest

from src.shortener.config import Settings, SettingsError


class SettingsTest(unittest.TestCase):
    def test_defaults(self):
        settings = Settings.from_environment({})
        self.assertEqual(("127.0.0.1", 8000), (settings.host, settings.port))
        self.assertEqual("data/shortener.db", settings.database)
        self.assertFalse(settings.trust_proxy)

    def test_environment_wins(self):
        settings = Settings.from_environment({
            "HOST": "0.0.0.0", "PORT": "9000", "DATA_DIR": "/data",
            "BASE_URL": "https://sho.rt/", "TRUST_PROXY": "yes",
        })
        self.assertEqual(("0.0.0.0", 9000), (settings.host, settings.port))
        self.assertEqual("/data/shortener.db", settings.database)
        self.assertEqual("https://sho.rt", settings.base_url)
        self.assertTrue(settings.trust_proxy)

    def test_bad_numbers_are_named(self):
        for value in ("http", "-1", "70000", "80.5"):
            with self.subTest(value), self.assertRaisesRegex(SettingsError, "PORT"):
                Settings.from_environment({"PORT": value})

    def test_blank_means_unset(self):
        self.assertEqual(8000, Settings.from_environment({"PORT": " "}).port)

    def test_secrets_stay_out_of_the_representation(self):
        self.assertNotIn("hunter2", repr(Settings.from_environment({"ADMIN_TOKEN": "hunter2"})))
