package io.tickwire.rules.audit;

import io.tickwire.rules.store.History;
import io.tickwire.rules.store.UserKeys;

/** Names the places of one account in findings: the key in Redis, then what is in it. */
record AccountNames(UserKeys keys) {
  String account(String field) {
    return keys.account() + " " + field;
  }

  String ledger(String businessKey) {
    return keys.ledger() + " " + businessKey;
  }

  String booked(String businessKey) {
    return keys.booked() + " " + businessKey;
  }

  String document(History.Kind kind, String id) {
    return keys.documents(kind) + " " + id;
  }

  String live() {
    return keys.live(History.Kind.POSITIONS);
  }
}
