#include "notify/testing/mail_reader.h"

#include "notify/testing/process.h"

namespace sallyport::notify::testing {

std::string from_hexadecimal(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::map<std::string, std::string> read_mail(const std::string& message) {
  Process python({"/usr/bin/python3", SALLYPORT_TEST_SUPPORT "/parse_mail.py"});
  python.write(message);
  python.close_input();
  std::map<std::string, std::string> understood;
  for (std::string line = python.read_line(); !line.empty(); line = python.read_line()) {
    const auto space = line.find(' ');
    understood[line.substr(0, space)] = from_hexadecimal(line.substr(space + 1));
  }
  return understood;
}

}  // namespace sallyport::notify::testing
