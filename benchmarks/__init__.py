"""Benchmarks: ratios of times taken in one run, in interleaved rounds."""
