"""The only writers. Each takes `by`, loads with a lock, decides by the rules, writes one event."""
