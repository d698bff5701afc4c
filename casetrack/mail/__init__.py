"""Delivers what the outbox holds, one letter at a time, each under its own message id.

A letter is sent at least once and recorded once: should this process die between the mail server's
yes and our note of it, the letter goes out again, and its message id lets mail programs see that it
is the same.
"""

from casetrack.mail.delivery import Delivered, deliver
from casetrack.mail.post import Post, Unsent, post_of

__all__ = ["Delivered", "Post", "Unsent", "deliver", "post_of"]
