from events.models.attachment import Attachment, Material
from events.models.evidence import Evidence
from events.models.exhibition import Booth, Exhibition, Solution
from events.models.forum import Forum, ForumRole
from events.models.people import Appearance, Person, Photo
from events.models.programme import Room, Session, Track
from events.models.report import Quote, Report
from forum_portal.audit import record_changes
from forum_portal.former_addresses import keep_addresses

__all__ = [
    "Appearance",
    "Attachment",
    "Booth",
    "Evidence",
    "Exhibition",
    "Forum",
    "ForumRole",
    "Material",
    "Person",
    "Photo",
    "Quote",
    "Report",
    "Room",
    "Session",
    "Solution",
    "Track",
]

for model in (
    *(Forum, ForumRole, Room, Track, Person, Photo, Appearance, Report),
    *(Attachment, Evidence),
    *(Session, Session.hosts.through, Material, Quote, Quote.indicators.through),
    *(Exhibition, Booth, Booth.organisations.through, Solution, Solution.organisations.through),
):
    record_changes(model)

for model in (Forum, Session, Person, Booth, Report):
    keep_addresses(model)
