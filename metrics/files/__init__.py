"""Files that readers download: a table × a format × a layout.

A table is defined by its columns (`forum_portal.tables`), a format by its entry in `formats`.
"""
