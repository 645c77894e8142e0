"""Whatever a user hands to ``kg``: one clear message with what to do, and nothing lost."""
