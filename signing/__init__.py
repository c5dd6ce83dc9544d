"""PAdES signatures by role, their verification, and the guards around both."""
