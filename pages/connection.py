"""Connection: whose numbers these are, what is left of the requests, how to connect an account."""

from dashboard.components import account_card, connect_steps

account_card.show()
connect_steps.show()
