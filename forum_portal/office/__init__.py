"""The editors' office: what every page of the admin shares."""
