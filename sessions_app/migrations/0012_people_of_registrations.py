from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Greatest

#: States in which the seats count in the pool, and those in which they count in the allotment.
IN_POOL = ("confirmed", "offered", "attended", "no_show")
IN_ALLOTMENT = (*IN_POOL, "waitlisted", "pending_approval")


def keep_who_was_here(apps, schema_editor):
    """Somebody struck from a registration after their check-in was in the room, on a seat.

    A room or an allotment that is full by now grows by that seat.
    """
    Attendee = apps.get_model("sessions_app", "Attendee")
    Registration = apps.get_model("sessions_app", "Registration")
    SeatPool = apps.get_model("sessions_app", "SeatPool")
    SeatAllotment = apps.get_model("sessions_app", "SeatAllotment")
    struck = Attendee.objects.filter(checked_in_at__isnull=False, withdrawn_at__isnull=False)
    for person in list(struck.select_related("registration")):
        registration = person.registration
        Registration.objects.filter(pk=registration.pk).update(seats=F("seats") + 1)
        if registration.state in IN_POOL:
            pool = SeatPool.objects.filter(
                listening_session=registration.listening_session_id, mode=registration.mode
            )
            _add_seat(pool, "capacity")
        if registration.state in IN_ALLOTMENT and registration.organization_id:
            allotment = SeatAllotment.objects.filter(
                listening_session=registration.listening_session_id,
                organization=registration.organization_id,
            )
            _add_seat(allotment, "seats")
        struck.filter(pk=person.pk).update(withdrawn_at=None)


def _add_seat(rows, limit):
    rows.filter(**{f"{limit}__isnull": True}).update(taken=F("taken") + 1)
    rows.filter(**{f"{limit}__isnull": False}).update(
        taken=F("taken") + 1, **{limit: Greatest(limit, F("taken") + 1)}
    )


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0011_normalized_words")]

    operations = [
        migrations.RunPython(keep_who_was_here, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_in_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                ),
                name="attendee_checked_in_is_coming",
            ),
        ),
    ]
