de_AT.UTF-8:
  locale.present: []
  locale.system: []
xx_XX.UTF-8:
  locale.present: []
