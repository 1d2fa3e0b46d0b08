"""Settings, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What every part needs. Features ask text() and integer() for settings of their own."""

    host: str = "127.0.0.1"
    port: int = 8000
    database: str = "data/shortener.db"
    base_url: str = ""
    trust_proxy: bool = False
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads the settings; raises SettingsError with a sentence for the operator."""
        values = cls(environment=dict(os.environ if environment is None else environment))
        data_dir = Path(values.text("DATA_DIR", "data"))
        return cls(
            host=values.text("HOST", cls.host),
            port=values.integer("PORT", cls.port, 0, 65535),
            database=values.text("DATABASE", str(data_dir / "shortener.db")),
            base_url=values.text("BASE_URL").rstrip("/"),
            trust_proxy=values.text("TRUST_PROXY", "0").lower() in {"1", "true", "yes", "on"},
            environment=values.environment,
        )

    def text(self, name: str, default: str = "") -> str:
        """A setting as text; the default if it is unset or blank."""
        return self.environment.get(name, "").strip() or default

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """A setting as a whole number between low and high."""
        text = self.text(name, str(default))
        try:
            value = int(text)
        except ValueError:
            raise SettingsError(f"{name} must be a whole number, not {text!r}") from None
        if not low <= value <= high:
            raise SettingsError(f"{name} must be from {low} to {high}, not {value}")
        return value
