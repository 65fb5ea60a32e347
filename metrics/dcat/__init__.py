"""The catalogue of the open data, as DCAT 3 says it.

`reading` fetches what is public, `catalogue` says it as nodes of a graph (`graph`), and `turtle`
and `jsonld` write these.
"""
