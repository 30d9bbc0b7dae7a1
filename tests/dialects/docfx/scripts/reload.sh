systemctl reload gateway
