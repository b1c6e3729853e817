everything:
  saltutil.sync_all: []
some:
  saltutil.sync_modules:
    - refresh: False
