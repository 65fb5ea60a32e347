from django.db import migrations, models
from django.db.models.functions import Lower

# Two who invited at once may have given one address twice: of its accounts, one in use keeps it
# before one that is switched off, the older before the newer. The trail keeps what the others had.
ONE_KEEPS_IT = """
    UPDATE forum_portal_user AS other SET email = ''
    WHERE email <> '' AND EXISTS (
        SELECT FROM forum_portal_user AS keeper
        WHERE lower(keeper.email) = lower(other.email)
            AND (keeper.is_active, -keeper.id) > (other.is_active, -other.id)
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forum_portal", "0010_guesses_of_an_account"),
    ]

    operations = [
        migrations.RunSQL(ONE_KEEPS_IT, migrations.RunSQL.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="account_has_an_address_of_its_own",
                violation_error_message="Another account has this address.",
            ),
        ),
    ]
