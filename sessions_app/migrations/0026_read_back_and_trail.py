import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sessions_app", "0025_feedback_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('reference', models.CharField(editable=False, max_length=14, unique=True, verbose_name='reference')),
                ('answer_by', models.DateField(verbose_name='answer by')),
                ('ends_at', models.DateTimeField(editable=False)),
                ('reminded_at', models.DateTimeField(editable=False, null=True, verbose_name='reminded')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='ended early')),
            ],
            options={
                'verbose_name': 'read-back',
                'verbose_name_plural': 'read-backs',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadBackRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(db_default='en', default='en', max_length=10, verbose_name='language')),
            ],
            options={
                'verbose_name': 'recipient of a read-back',
                'verbose_name_plural': 'recipients of a read-back',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StatementAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'Confirmed'), ('corrected', 'Corrected'), ('type_only', 'Name only the type of organization'), ('not_attributed', 'Do not attribute')], max_length=20, verbose_name='answer')),
                ('words', models.TextField(blank=True, db_default='', default='', verbose_name='in their words')),
                ('summary_hash', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='answered')),
                ('settlement', models.CharField(blank=True, choices=[('accepted', 'Accepted into the summary'), ('kept', 'Not accepted'), ('replaced', 'Replaced by a later answer')], db_default='', default='', max_length=20, verbose_name='what became of it')),
                ('settlement_reason', models.TextField(blank=True, db_default='', default='', verbose_name='reason')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
            ],
            options={
                'verbose_name': 'answer to a statement',
                'verbose_name_plural': 'answers to statements',
                'ordering': ['-answered_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TrailAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_right', models.BooleanField(verbose_name='right')),
                ('remark', models.TextField(blank=True, db_default='', default='', verbose_name='remark')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='answered')),
                ('reply', models.TextField(blank=True, db_default='', default='', verbose_name='our answer')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='seen')),
            ],
            options={
                'verbose_name': 'answer to a trail',
                'verbose_name_plural': 'answers to trails',
                'ordering': ['-answered_at', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='accesstoken',
            name='access_token_opens_one_record',
        ),
        migrations.AddField(
            model_name='accesstoken',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to='sessions_app.contact'),
        ),
        migrations.AddField(
            model_name='feedbackitem',
            name='attribution_withdrawn',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name='accesstoken',
            name='purpose',
            field=models.CharField(choices=[('registration', 'Change or cancel a registration'), ('invitation', 'Answer an invitation'), ('new_address', 'Confirm a new e-mail address'), ('read_back', 'Check statements that are read back'), ('trail', 'See what came of what an organization said'), ('calendar', 'Subscribe to a personal calendar')], max_length=20, verbose_name='purpose'),
        ),
        migrations.AlterField(
            model_name='outboxmessage',
            name='void_reason',
            field=models.CharField(blank=True, choices=[('moved', 'Not sent: the session changed'), ('called_off', 'Not sent: the session was postponed or cancelled'), ('seat_given_up', 'Not sent: the seat was given up'), ('erased', 'Not sent: what it was about was routed to complaints'), ('superseded', 'Not sent: a newer e-mail says what is true now'), ('link_ended', 'Not sent: its link no longer works'), ('begun', 'Not sent: the session had started')], db_default='', default='', editable=False, max_length=20),
        ),
        migrations.AddConstraint(
            model_name='feedbackitem',
            constraint=models.CheckConstraint(condition=models.Q(('attribution_withdrawn', False), models.Q(('attribution', 'named'), _negated=True), _connector='OR'), name='feedback_withdrawn_is_not_named'),
        ),
        migrations.AddField(
            model_name='readback',
            name='listening_session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_backs', to='sessions_app.listeningsession'),
        ),
        migrations.AddField(
            model_name='readback',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_backs', to='sessions_app.organization'),
        ),
        migrations.AddField(
            model_name='readback',
            name='started_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='readbackrecipient',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sessions_app.contact'),
        ),
        migrations.AddField(
            model_name='readbackrecipient',
            name='read_back',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='sessions_app.readback'),
        ),
        migrations.AddField(
            model_name='accesstoken',
            name='read_back_recipient',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to='sessions_app.readbackrecipient'),
        ),
        migrations.AddConstraint(
            model_name='accesstoken',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', True), ('invitation__isnull', True), ('read_back_recipient__isnull', True), ('registration__isnull', False), ('user__isnull', True)), models.Q(('contact__isnull', True), ('invitation__isnull', False), ('read_back_recipient__isnull', True), ('registration__isnull', True), ('user__isnull', True)), models.Q(('contact__isnull', True), ('invitation__isnull', True), ('read_back_recipient__isnull', True), ('registration__isnull', True), ('user__isnull', False)), models.Q(('contact__isnull', True), ('invitation__isnull', True), ('read_back_recipient__isnull', False), ('registration__isnull', True), ('user__isnull', True)), models.Q(('contact__isnull', False), ('invitation__isnull', True), ('read_back_recipient__isnull', True), ('registration__isnull', True), ('user__isnull', True)), _connector='OR'), name='access_token_opens_one_record'),
        ),
        migrations.AddField(
            model_name='statementanswer',
            name='feedback_item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_answers', to='sessions_app.feedbackitem'),
        ),
        migrations.AddField(
            model_name='statementanswer',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trailanswer',
            name='feedback_item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trail_answers', to='sessions_app.feedbackitem'),
        ),
        migrations.AddField(
            model_name='trailanswer',
            name='seen_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='readback',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('listening_session', 'organization'), name='read_back_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='readbackrecipient',
            constraint=models.UniqueConstraint(fields=('read_back', 'contact'), name='read_back_recipient_once'),
        ),
        migrations.AddIndex(
            model_name='statementanswer',
            index=models.Index(fields=['feedback_item', '-answered_at', '-id'], name='statement_answer_newest'),
        ),
        migrations.AddIndex(
            model_name='statementanswer',
            index=models.Index(condition=models.Q(('kind', 'corrected'), ('settled_at__isnull', True)), fields=['feedback_item'], name='statement_answer_open'),
        ),
        migrations.AddConstraint(
            model_name='statementanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'corrected'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='statement_answer_correction_has_words'),
        ),
        migrations.AddConstraint(
            model_name='statementanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settlement', '')), models.Q(('settled_at__isnull', False), models.Q(('settlement', ''), _negated=True)), _connector='OR'), name='statement_answer_settled_with_result'),
        ),
        migrations.AddConstraint(
            model_name='statementanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settlement', 'kept'), _negated=True), models.Q(('settlement_reason', ''), _negated=True), _connector='OR'), name='statement_answer_kept_with_reason'),
        ),
        migrations.AddIndex(
            model_name='trailanswer',
            index=models.Index(fields=['feedback_item', '-answered_at', '-id'], name='trail_answer_newest'),
        ),
        migrations.AddIndex(
            model_name='trailanswer',
            index=models.Index(condition=models.Q(('is_right', False), ('seen_at__isnull', True)), fields=['answered_at', 'id'], name='trail_answer_to_read'),
        ),
        migrations.AddConstraint(
            model_name='trailanswer',
            constraint=models.CheckConstraint(condition=models.Q(('is_right', True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='trail_answer_objection_has_remark'),
        ),
        migrations.AddConstraint(
            model_name='trailanswer',
            constraint=models.CheckConstraint(condition=models.Q(('seen_at__isnull', True), models.Q(('reply', ''), _negated=True), _connector='OR'), name='trail_answer_seen_with_reply'),
        ),
    ]
