import pytest
from django.db import IntegrityError, transaction

from tests.factories import BoothFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "position", [{"x": 1}, {"x": 1, "y": 1, "width": 2}, {"x": -1, "y": 0, "width": 1, "height": 1}]
)
def test_half_a_position_is_refused(position):
    with pytest.raises(IntegrityError, match="booth_position_is_whole"), transaction.atomic():
        BoothFactory(**position)


def test_a_booth_stands_somewhere_or_nowhere():
    assert BoothFactory().x is None
    assert BoothFactory(x=1, y=0, width=2, height=3).height == 3
