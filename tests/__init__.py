"""Tests of Accord; they mirror ``kg/``."""
