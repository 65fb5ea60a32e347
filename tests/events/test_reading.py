from events.reading import beginning_of


def test_a_short_text_stays_whole():
    assert beginning_of("Một.\n\nHai.\n", 100) == "Một.\n\nHai."


def test_a_long_text_ends_at_a_paragraph():
    assert beginning_of("Một.\n\nHai hai hai.\n\nBa.", 8) == "Một."


def test_the_first_paragraph_stands_however_long():
    assert beginning_of("Một hai ba bốn năm.", 4) == "Một hai ba bốn năm."


def test_no_heading_stands_last():
    assert beginning_of("Một.\n\n## Phần\n\nHai hai hai hai.", 14) == "Một."
    assert beginning_of("", 10) == ""
