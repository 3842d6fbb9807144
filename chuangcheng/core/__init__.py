"""What every context stands on, without civic words: who acts and may do what (`access`), the trail of what was done
(`audit`, `sealing`), files, events and jobs done by workers, the search, the inbox, the working calendar, encrypted
fields, short numbers, dated settings, imports of workbooks, documents, and the slots by which layers meet."""
