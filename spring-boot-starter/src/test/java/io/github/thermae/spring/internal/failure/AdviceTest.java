package io.github.thermae.spring.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Store a.db is open in process 17. A store has one owner at a time | a file of its own",
        "Store a.db: the password does not open it | password-file",
        "unknown setting thermae.store.pth in app.yml: did you mean | where the message says",
        "The database disk image is malformed | persist-mode=memory"
      })
  void on_message_advisesWhatHelps(String message, String advice) {
    assertThat(Advice.on(message)).contains(advice);
  }
}
