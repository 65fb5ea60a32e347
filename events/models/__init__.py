from events.models.evidence import Evidence
from events.models.exhibition import Booth, Exhibition, Solution
from events.models.forum import Forum, ForumRole
from events.models.people import Appearance, Person
from events.models.programme import Material, Room, Session, Track
from events.models.report import Quote, Report

__all__ = [
    "Appearance",
    "Booth",
    "Evidence",
    "Exhibition",
    "Forum",
    "ForumRole",
    "Material",
    "Person",
    "Quote",
    "Report",
    "Room",
    "Session",
    "Solution",
    "Track",
]
