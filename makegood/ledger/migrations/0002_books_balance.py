from django.db import migrations

from makegood.journal.append_only import append_only

BALANCE = """
CREATE FUNCTION ledger_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which bigint;
  halves bigint;
  worst numeric;
BEGIN
  IF TG_TABLE_NAME = 'ledger_transfer' THEN which := NEW.id; ELSE which := NEW.transfer_id; END IF;
  SELECT COALESCE(SUM(n), 0), COALESCE(MAX(ABS(total)), 0) INTO halves, worst FROM (
    SELECT COUNT(*) AS n, SUM(p.amount) AS total
    FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.transfer_id = which GROUP BY a.unit
  ) sums;
  IF halves < 2 OR worst <> 0 THEN
    RAISE EXCEPTION 'transfer % does not balance', which USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_posting_balances AFTER INSERT ON ledger_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_must_balance();
CREATE CONSTRAINT TRIGGER ledger_transfer_balances AFTER INSERT ON ledger_transfer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_must_balance();
"""

UNBALANCE = """
DROP TRIGGER ledger_posting_balances ON ledger_posting;
DROP TRIGGER ledger_transfer_balances ON ledger_transfer;
DROP FUNCTION ledger_must_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        append_only("ledger_transfer"),
        append_only("ledger_posting"),
        append_only("ledger_checkpoint"),
        # Deferred: the two halves are inserted one after the other and must agree at commit.
        migrations.RunSQL(BALANCE, UNBALANCE),
    ]
