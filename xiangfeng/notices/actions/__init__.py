"""Drafting (`drafting`), issue and what takes a notice back (`issuing`), its end (`ending`), objections (`objections`)."""
