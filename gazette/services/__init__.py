"""One service per thing a person does."""
