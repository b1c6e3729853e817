backup:
  cron.present:
    - name: /usr/bin/backup --all
    - minute: 5
    - identifier: nightly
sysctl:
  sysctl.present:
    - name: net.ipv4.ip_forward
    - value: 1
    - config: /etc/sysctl.d/90-router.conf
Europe/Vienna:
  timezone.system: []
