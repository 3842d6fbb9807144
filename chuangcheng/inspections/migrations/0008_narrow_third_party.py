from django.db import migrations

# Testers of another organisation see their own assignments and nothing else.
TAKEN = {"inspections.view", "sites.view", "standards.view"}


def narrow(apps, schema_editor):
    Role = apps.get_model("orgs", "Role")
    for role in Role.objects.filter(code="third_party"):
        role.permissions = [code for code in role.permissions if code not in TAKEN]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0007_add_organisation_to_round"),
        ("orgs", "__first__"),
    ]

    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
