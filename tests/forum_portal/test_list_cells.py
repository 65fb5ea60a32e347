"""Cells of a list at the desk: each knows its column's name, yes and no are words."""

from forum_portal.templatetags.office import named_cells

HEADERS = [{"text": "tên"}, {"text": "toàn quyền"}, {"text": "kỳ"}]


def test_cells_have_their_columns_name_and_words_for_discs():
    cells = [
        '<th class="field-name"><a href="1/">An</a></th>',
        '<td class="field-is_superuser"><img src="/static/admin/img/icon-no.svg" alt="False"></td>',
        '<td class="field-when">2023</td>',
    ]
    assert named_cells(cells, HEADERS) == [
        '<th class="field-name"><a href="1/">An</a></th>',
        '<td data-name="Toàn quyền" class="field-is_superuser">Không</td>',
        '<td data-name="Kỳ" class="field-when">2023</td>',
    ]
