"""Pages of appraisal: boards, sheets, formulas, praise and faults, objections."""
