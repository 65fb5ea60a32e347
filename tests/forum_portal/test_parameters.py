from forum_portal.parameters import code_of, options_of


def test_a_name_without_a_letter_is_its_own_code():
    assert [code_of(name) for name in ("Phòng Đồ Sơn", "★ 大厅")] == ["phong-do-son", "★ 大厅"]


def test_names_of_one_code_are_one_choice_that_names_each():
    names = ["Phòng Sáng", "Sảnh", "Phòng Sang", "Sảnh"]
    assert options_of((code_of(each), each) for each in names) == {
        "phong-sang": "Phòng Sáng, Phòng Sang",
        "sanh": "Sảnh",
    }
