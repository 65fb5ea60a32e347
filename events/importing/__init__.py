"""The tables of forums: who stood behind them, what was shown, who spoke, what it rests on."""

from events.importing.forums import KINDS as FORUMS
from events.importing.programme import KINDS as PROGRAMME
from events.importing.texts import KINDS as TEXTS

# In the order in which they refer to each other.
KINDS = (*FORUMS, *PROGRAMME, *TEXTS)
