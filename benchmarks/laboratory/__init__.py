"""The crash laboratory: the server is ended in many ways under load, and three ledgers (clients, sink, server) decide."""
