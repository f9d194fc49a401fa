"""The Fangcha sync protocol in pure Python: records, chains, the log's tree and texts, checklists.

Importable with the bare standard library, so that an auditor can run it alone. Only `sync.sealing` and `sync.client` need the
`cryptography` package, and nothing else here imports them. The wire is described in `docs/protocol.md`; the twin in TypeScript is
`pwa/src/protocol`; both read `tests/vectors`.
"""
