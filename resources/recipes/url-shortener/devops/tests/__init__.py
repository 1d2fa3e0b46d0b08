"""Tests of the URL shortener."""
