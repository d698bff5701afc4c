"""An emergency use in its own order: company, FDA by phone, consent, first dose; papers after.

`steps` says what happens and what it starts, `calls` how a call is logged, `script` what is read to
FDA, `timeline` what happened at which hour and what is unusual about it.
"""
