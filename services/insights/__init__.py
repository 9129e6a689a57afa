"""The API as Python: what can be asked (models, question, check), how it is said (wire), and who asks (client)."""
