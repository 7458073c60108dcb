"""What the integration tests share: real processes, real sockets, and small clients for them."""
