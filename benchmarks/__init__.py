"""Speed and memory as ratios against what a user would pick instead, both in the same run."""
