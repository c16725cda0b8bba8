"""Sign once a day how far the record has come."""

from __future__ import annotations

from complaints.casework.heads import export_heads, list_heads
from complaints.casework.versions import read_register
from complaints.work.office import Office


def tell_exported(office: Office) -> list[str]:
    """Write down and sign how far the record has come, where the newest does not say so."""
    export_heads(office)
    folder = office.settings.signed_heads_folder
    said = [f"Newest signed heads of the record: {list_heads(folder)[-1].name}."]
    back = len(read_register(folder).set_back)
    return [*said, f"Sealed rows that were set back: {back}; run 'verify'."] if back else said
