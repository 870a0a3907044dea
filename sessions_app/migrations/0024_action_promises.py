import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

PROMISED_STATES = ("accepted", "in_progress", "blocked", "completed", "verified")


def keep_first_dates(apps, schema_editor):
    """Take the due date as the first one where no update has revised it.

    Of the others nobody knows the first date any more: the log holds the names of fields alone.
    """
    actions = apps.get_model("sessions_app", "FollowUpAction").objects
    updates = apps.get_model("sessions_app", "ActionUpdate").objects
    revised = updates.filter(
        action=models.OuterRef("pk"), revised_due_on__isnull=False, to_state__in=PROMISED_STATES
    )
    actions.filter(~models.Exists(revised), state__in=PROMISED_STATES).update(
        first_due_on=models.F("due_on")
    )


def reopen_superseded(apps, schema_editor):
    """The code before does not know the state."""
    actions = apps.get_model("sessions_app", "FollowUpAction").objects
    actions.filter(state="superseded").update(state="accepted", superseded_by=None)


class Migration(migrations.Migration):
    """Keeps first promises, answers of agencies, and what replaces a superseded action."""

    dependencies = [
        ("sessions_app", "0023_hand_over_permission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("as_lead", models.BooleanField(db_default=False, verbose_name="as lead agency")),
                (
                    "answer",
                    models.CharField(
                        choices=[("accepted", "Accepts"), ("declined", "Declines")],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.TextField(blank=True, db_default="", verbose_name="reason")),
                (
                    "answered_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="date of the answer"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("here", "Given here by someone at the agency"),
                            ("email", "By e-mail"),
                            ("phone", "By phone"),
                            ("meeting", "In a meeting"),
                            ("letter", "By letter"),
                        ],
                        max_length=20,
                        verbose_name="how we received it",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency answer",
                "verbose_name_plural": "agency answers",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="followupaction",
            name="first_due_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="first due date"
            ),
        ),
        migrations.AddField(
            model_name="followupaction",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="sessions_app.followupaction",
                verbose_name="replaced by",
            ),
        ),
        migrations.AlterField(
            model_name="actionupdate",
            name="from_state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("accepted", "Accepted"),
                    ("in_progress", "In progress"),
                    ("blocked", "Blocked"),
                    ("completed", "Completed"),
                    ("verified", "Completed and verified"),
                    ("declined", "Declined"),
                    ("superseded", "Replaced by another action"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="actionupdate",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("accepted", "Accepted"),
                    ("in_progress", "In progress"),
                    ("blocked", "Blocked"),
                    ("completed", "Completed"),
                    ("verified", "Completed and verified"),
                    ("declined", "Declined"),
                    ("superseded", "Replaced by another action"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="followupaction",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("accepted", "Accepted"),
                    ("in_progress", "In progress"),
                    ("blocked", "Blocked"),
                    ("completed", "Completed"),
                    ("verified", "Completed and verified"),
                    ("declined", "Declined"),
                    ("superseded", "Replaced by another action"),
                ],
                default="proposed",
                editable=False,
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="feedbackitem",
            index=models.Index(
                condition=models.Q(("summary_approved_at__isnull", False)),
                fields=["state", "-received_on", "-id"],
                name="feedback_public_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="followupaction",
            index=models.Index(
                condition=models.Q(("is_public", True)),
                fields=["lead_agency", "-last_update_at", "-id"],
                name="action_public_by_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "proposed"), _negated=True),
                    ("first_due_on__isnull", True),
                    _connector="OR",
                ),
                name="action_proposal_promises_no_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "superseded"),
                        ("superseded_by__isnull", False),
                        models.Q(("state_reason", ""), _negated=True),
                        models.Q(("superseded_by", models.F("pk")), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "superseded"), _negated=True),
                        ("superseded_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="action_superseded_by_another",
            ),
        ),
        migrations.AddField(
            model_name="agencyanswer",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agency_answers",
                to="sessions_app.followupaction",
            ),
        ),
        migrations.AddField(
            model_name="agencyanswer",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="action_answers",
                to="sessions_app.agency",
                verbose_name="agency",
            ),
        ),
        migrations.AddField(
            model_name="agencyanswer",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="agencyanswer",
            index=models.Index(fields=["action", "agency", "-id"], name="agency_answer_newest"),
        ),
        migrations.AddConstraint(
            model_name="agencyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="agency_declines_with_reason",
            ),
        ),
        migrations.RunPython(keep_first_dates, reopen_superseded, elidable=True),
    ]
