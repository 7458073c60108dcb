#include "api/pages/page_texts.h"

#include <array>

#include "control/language.h"

namespace sallyport::api {
namespace {

using enum PageText;

constexpr std::size_t kTexts = static_cast<std::size_t>(other_advice) + 1;

constexpr std::array<control::Phrase<PageText>, kTexts> kPhrases = {{
    {question,
     "A credential was used from an unknown address: it is not on the list of authorized addresses.",
     "Ein Zugang wurde von einer Adresse aus verwendet, die nicht auf der Liste der autorisierten Adressen "
     "steht.",
     "許可済みアドレスのリストにないアドレスから、認証情報が使用されました。"},
    {nothing_so_far, "Nothing has been changed so far.", "Bisher wurde nichts geändert.",
     "まだ何も変更されていません。"},
    {authorize_title, "Authorize {0}?", "{0} autorisieren?", "{0} を許可しますか？"},
    {authorize_effect,
     "The button below adds what you choose to that list: from then on, requests from there are served. If "
     "you do not know the address, close this page.",
     "Mit der Schaltfläche unten nehmen Sie Ihre Auswahl in diese Liste auf: Danach werden Anfragen von dort "
     "bedient. Wenn Sie die Adresse nicht kennen, schließen Sie diese Seite.",
     "下のボタンを押すと、選択した内容がこのリストに追加され、以後そこからのリクエストは受け付けられます。心"
     "当たりのないアドレスの場合は、このページを閉じてください。"},
    {authorize_choice, "What to authorize", "Was soll autorisiert werden?", "許可する範囲"},
    {authorize_button, "Authorize", "Autorisieren", "許可する"},
    {deny_title, "Deny {0}?", "{0} ablehnen?", "{0} を拒否しますか？"},
    {deny_effect,
     "The button below denies what you choose: requests from there are refused until somebody lifts that.",
     "Mit der Schaltfläche unten lehnen Sie Ihre Auswahl ab: Anfragen von dort werden abgewiesen, bis jemand "
     "das aufhebt.",
     "下のボタンを押すと、選択した内容が拒否されます。解除されるまで、そこからのリクエストは受け付けられませ"
     "ん。"},
    {deny_choice, "What to deny", "Was soll abgelehnt werden?", "拒否する範囲"},
    {deny_button, "Deny", "Ablehnen", "拒否する"},
    {deactivate_title, "Deactivate protection?", "Schutz deaktivieren?", "保護を無効にしますか？"},
    {deactivate_effect,
     "The button below deactivates protection for all credentials of {0} on the channel {1} that have no "
     "protection of their own: requests from any address are then served. The lists stay as they are, and "
     "protection can be switched on again.",
     "Mit der Schaltfläche unten deaktivieren Sie den Schutz für alle Zugänge von {0} auf dem Kanal {1}, die "
     "keinen eigenen Schutz haben: Anfragen von jeder Adresse werden dann bedient. Die Listen bleiben "
     "erhalten, und der Schutz kann wieder aktiviert werden.",
     "下のボタンを押すと、チャネル {1} で独自の保護を持たない {0} "
     "のすべての認証情報について保護が無効になり、どのアドレスからのリクエストも受け付けられます。リストはそ"
     "のまま残り、保護は再び有効にできます。"},
    {deactivate_effect_credential,
     "The button below deactivates protection for the credential {0}: requests from any address are then "
     "served. Its lists stay as they are, and protection can be switched on again.",
     "Mit der Schaltfläche unten deaktivieren Sie den Schutz für den Zugang {0}: Anfragen von jeder Adresse "
     "werden dann bedient. Seine Listen bleiben erhalten, und der Schutz kann wieder aktiviert werden.",
     "下のボタンを押すと、認証情報 {0} "
     "の保護が無効になり、どのアドレスからのリクエストも受け付けられます。リストはそのまま残り、保護は再び有"
     "効にできます。"},
    {deactivate_needs_password,
     "Deactivating protection needs your password, and you have none yet: ask an owner of the organization "
     "to send you an invitation.",
     "Zum Deaktivieren des Schutzes ist Ihr Passwort nötig, und Sie haben noch keines: Bitten Sie einen "
     "Inhaber der Organisation, Ihnen eine Einladung zu senden.",
     "保護を無効にするにはパスワードが必要ですが、まだ設定されていません。組織の所有者に招待メールの送信を依"
     "頼してください。"},
    {deactivate_button, "Deactivate protection", "Schutz deaktivieren", "保護を無効にする"},
    {choose_address, "Only the address {0}", "Nur die Adresse {0}", "アドレス {0} のみ"},
    {choose_network, "The whole network {0}", "Das ganze Netz {0}", "ネットワーク {0} 全体"},
    {rotate_made_here,
     "With your password, the credential also gets a new secret, which is shown once on the next page. The "
     "former secret stops working at once. Without your password, the secret stays as it is.",
     "Wenn Sie Ihr Passwort eingeben, erhält der Zugang außerdem einen neuen geheimen Schlüssel, der einmal "
     "auf der nächsten Seite angezeigt wird. Der bisherige Schlüssel gilt dann sofort nicht mehr. Ohne Ihr "
     "Passwort bleibt der Schlüssel unverändert.",
     "パスワードを入力すると、認証情報のシークレットも新しくなり、次のページに一度だけ表示されます。以前のシ"
     "ークレットは直ちに使えなくなります。入力しない場合、シークレットは変わりません。"},
    {rotate_platform,
     "With your password, the platform is also asked to replace the secret of the credential. Without your "
     "password, it is not.",
     "Wenn Sie Ihr Passwort eingeben, wird außerdem die Plattform gebeten, den geheimen Schlüssel des "
     "Zugangs zu ersetzen. Ohne Ihr Passwort geschieht das nicht.",
     "パスワードを入力すると、認証情報のシークレットの交換もプラットフォームに依頼されます。入力しない場合、"
     "依頼は行われません。"},
    {rotate_no_password,
     "The secret of the credential stays as it is, since you have no password yet. If somebody else may know "
     "it, ask an owner of the organization to replace it.",
     "Der geheime Schlüssel des Zugangs bleibt unverändert, da Sie noch kein Passwort haben. Wenn jemand "
     "anderes ihn kennen könnte, bitten Sie einen Inhaber der Organisation, ihn zu ersetzen.",
     "パスワードがまだ設定されていないため、認証情報のシークレットは変わりません。他人に知られた可能性がある"
     "場合は、組織の所有者に交換を依頼してください。"},
    {rotate_removed, "The credential was removed since.", "Der Zugang wurde inzwischen entfernt.",
     "この認証情報は、その後削除されました。"},
    {password, "Your password", "Ihr Passwort", "パスワード"},
    {password_if_rotated, "Your password, to replace the secret too (optional)",
     "Ihr Passwort, um auch den geheimen Schlüssel zu ersetzen (optional)",
     "パスワード（シークレットも交換する場合のみ。任意）"},
    {address, "Address", "Adresse", "アドレス"},
    {network, "Network", "Netz", "ネットワーク"},
    {network_owner, "Network owner", "Netzbetreiber", "ネットワークの所有者"},
    {country, "Country", "Land", "国"},
    {credential, "Credential", "Zugang", "認証情報"},
    {channel, "Channel", "Kanal", "チャネル"},
    {organization, "Organization", "Organisation", "組織"},
    {first_seen, "First seen", "Zuerst gesehen", "初回検出日時"},
    {last_seen, "Last seen", "Zuletzt gesehen", "最終検出日時"},
    {requests, "Requests", "Anfragen", "リクエスト数"},
    {answer_as, "You answer as", "Sie antworten als", "回答者"},
    {authorized_title, "{0} is authorized", "{0} ist autorisiert", "{0} を許可しました"},
    {authorized_done, "Requests from there are served from now on.",
     "Anfragen von dort werden von jetzt an bedient.", "今後、そこからのリクエストは受け付けられます。"},
    {denied_title, "{0} is denied", "{0} ist abgelehnt", "{0} を拒否しました"},
    {denied_done, "Requests from there are refused from now on.",
     "Anfragen von dort werden von jetzt an abgewiesen.", "今後、そこからのリクエストは受け付けられません。"},
    {deactivated_title, "Protection is off", "Der Schutz ist deaktiviert", "保護を無効にしました"},
    {deactivated_done, "Requests from any address are served until somebody switches protection on again.",
     "Anfragen von jeder Adresse werden bedient, bis jemand den Schutz wieder aktiviert.",
     "保護が再び有効にされるまで、どのアドレスからのリクエストも受け付けられます。"},
    {close_page, "You may close this page; the link does not work again.",
     "Sie können diese Seite schließen; der Link funktioniert kein zweites Mal.",
     "このページは閉じてかまいません。このリンクはもう使えません。"},
    {secret_title, "The new secret of {0}", "Der neue geheime Schlüssel von {0}", "{0} の新しいシークレット"},
    {secret_hint,
     "It is shown this once: put it where your programs read it. The former secret does not work any more.",
     "Er wird nur dieses eine Mal angezeigt: Hinterlegen Sie ihn dort, wo Ihre Programme ihn lesen. Der "
     "bisherige Schlüssel gilt nicht mehr.",
     "表示されるのは今回だけです。プログラムが読み込む場所に保存してください。以前のシークレットはもう使えま"
     "せん。"},
    {rotation_requested,
     "A request to replace the secret of the credential {0} is on its way to the platform. The secret works "
     "until the platform has replaced it.",
     "Die Bitte, den geheimen Schlüssel des Zugangs {0} zu ersetzen, ist unterwegs an die Plattform. Der "
     "Schlüssel gilt, bis die Plattform ihn ersetzt hat.",
     "認証情報 {0} "
     "のシークレットの交換依頼をプラットフォームへ送信しています。プラットフォームが交換するまで、"
     "現在のシークレットは引き続き使えます。"},
    {not_rotated,
     "The secret of the credential {0} was not replaced. If somebody else may know it, have it replaced.",
     "Der geheime Schlüssel des Zugangs {0} wurde nicht ersetzt. Wenn jemand anderes ihn kennen könnte, "
     "lassen Sie ihn ersetzen.",
     "認証情報 {0} のシークレットは交換されていません。他人に知られた可能性がある場合は、交換してください。"},
    {set_password_title, "Set your password", "Ihr Passwort festlegen", "パスワードの設定"},
    {set_password_what, "Choose the password with which you sign in to Sallyport.",
     "Wählen Sie das Passwort, mit dem Sie sich bei Sallyport anmelden.",
     "Sallyport にサインインするためのパスワードを決めてください。"},
    {set_password_effect, "Wherever you are signed in now, you will have to sign in again.",
     "Wo Sie jetzt angemeldet sind, müssen Sie sich neu anmelden.",
     "現在サインインしている場所では、もう一度サインインが必要になります。"},
    {new_password, "New password", "Neues Passwort", "新しいパスワード"},
    {new_password_hint,
     "At least 12 characters. A few random words are better than one that looks complicated.",
     "Mindestens 12 Zeichen. Einige zufällige Wörter sind besser als eines, das kompliziert aussieht.",
     "12文字以上。複雑に見える単語より、無作為な単語をいくつか並べるほうが安全です。"},
    {password_too_short, "Choose a password of at least 12 characters, and at most 1024 bytes.",
     "Wählen Sie ein Passwort mit mindestens 12 Zeichen und höchstens 1024 Byte.",
     "パスワードは12文字以上、1024バイト以下にしてください。"},
    {set_password_button, "Set password", "Passwort festlegen", "パスワードを設定する"},
    {password_set_title, "Your password is set", "Ihr Passwort ist festgelegt", "パスワードを設定しました"},
    {password_set_advice, "You can sign in with it now. You may close this page.",
     "Sie können sich jetzt damit anmelden und diese Seite schließen.",
     "このパスワードでサインインできます。このページは閉じてかまいません。"},
    {void_title, "This link cannot be used", "Dieser Link ist nicht verwendbar", "このリンクは使えません"},
    {void_advice, "It was used, it has expired, or it is not complete. Ask for a new one.",
     "Er wurde benutzt, ist abgelaufen oder unvollständig. Fordern Sie einen neuen an.",
     "使用済みか、期限切れか、途中で切れています。新しいリンクを請求してください。"},
    {catalogs_title, "Addresses of vendors", "Adressen von Anbietern", "提供元のアドレス一覧"},
    {catalogs_what,
     "Each page says from which addresses a vendor comes, or which hosts have to be reached, and has the "
     "same as lists for firewalls and as feeds for programs.",
     "Jede Seite nennt die Adressen, von denen ein Anbieter kommt, oder die Hosts, die erreichbar sein "
     "müssen, und enthält dasselbe als Listen für Firewalls und als Feeds für Programme.",
     "各ページには、提供元の接続元アドレスまたは接続先ホストが記載されています。同じ内容を、ファイアウォー"
     "ル用のリストとプログラム用のフィードでも提供しています。"},
    {catalogs_none, "There are no catalogs here.", "Hier gibt es keine Kataloge.",
     "ここにはカタログがありません。"},
    {nothing_changed, "Nothing was changed.", "Es wurde nichts geändert.", "何も変更されていません。"},
    {wrong_password, "This is not your password. Nothing was changed.",
     "Das ist nicht Ihr Passwort. Es wurde nichts geändert.",
     "パスワードが正しくありません。何も変更されていません。"},
    {too_many_tries,
     "There were too many wrong passwords: wait some minutes, and try again. Nothing was changed.",
     "Es gab zu viele falsche Passwörter: Warten Sie einige Minuten, und versuchen Sie es erneut. Es wurde "
     "nichts geändert.",
     "パスワードの誤りが多すぎます。数分待ってから、もう一度お試しください。何も変更されていません。"},
    {unknown_title, "This link is not known here", "Dieser Link ist hier nicht bekannt",
     "このリンクは無効です"},
    {unknown_advice, "Check that the whole link was copied from the mail.",
     "Prüfen Sie, ob der ganze Link aus der E-Mail kopiert wurde.",
     "メールのリンク全体がコピーされているか確認してください。"},
    {expired_title, "This link has expired", "Dieser Link ist abgelaufen",
     "このリンクは有効期限が切れています"},
    {expired_advice,
     "Links work for a limited time. Use the list of alerts instead, or wait for the next mail.",
     "Links gelten nur für eine begrenzte Zeit. Verwenden Sie stattdessen die Liste der Warnmeldungen, oder "
     "warten Sie auf die nächste E-Mail.",
     "リンクの有効期間には限りがあります。アラートの一覧から操作するか、次のメールをお待ちください。"},
    {used_title, "This was answered already", "Das wurde bereits beantwortet", "すでに回答済みです"},
    {used_advice, "Somebody has answered this, with this link or in another way.",
     "Jemand hat das bereits beantwortet, mit diesem Link oder auf andere Weise.",
     "このリンクまたは別の方法で、すでに回答されています。"},
    {forbidden_title, "You may not do this", "Dazu sind Sie nicht berechtigt", "この操作の権限がありません"},
    {forbidden_advice,
     "You do not manage the addresses of this organization any more. If you should, ask an owner of it.",
     "Sie verwalten die Adressen dieser Organisation nicht mehr. Falls Sie das sollten, wenden Sie sich an "
     "einen Inhaber.",
     "この組織のアドレスを管理する権限がなくなっています。必要な場合は、組織の所有者にお問い合わせください"
     "。"},
    {form_title, "This was not sent by the button", "Diese Anfrage kam nicht von der Schaltfläche",
     "ボタンから送信された内容ではありません"},
    {form_advice, "To answer, open the link of the mail in a browser, and press the button on its page.",
     "Um zu antworten, öffnen Sie den Link der E-Mail in einem Browser, und betätigen Sie die Schaltfläche "
     "auf der Seite.",
     "回答するには、メールのリンクをブラウザーで開き、ページ上のボタンを押してください。"},
    {enforced_title, "An organization above demands protection",
     "Eine übergeordnete Organisation verlangt den Schutz", "上位の組織が保護を必須にしています"},
    {enforced_advice, "Protection cannot be switched off here: ask the organization above.",
     "Der Schutz kann hier nicht deaktiviert werden: Wenden Sie sich an die übergeordnete Organisation.",
     "ここでは保護を無効にできません。上位の組織にお問い合わせください。"},
    {full_title, "The list is full", "Die Liste ist voll", "リストがいっぱいです"},
    {full_advice, "Remove entries that are not needed any more, then answer again.",
     "Entfernen Sie Einträge, die nicht mehr gebraucht werden, und antworten Sie dann erneut.",
     "不要なエントリを削除してから、もう一度回答してください。"},
    {again_title, "Please try again later", "Bitte versuchen Sie es später erneut",
     "しばらくしてからもう一度お試しください"},
    {again_advice, "It cannot be done at the moment.", "Das ist im Augenblick nicht möglich.",
     "現在、この操作を実行できません。"},
    {other_title, "This could not be done", "Das war nicht möglich", "操作を実行できませんでした"},
    {other_advice, "Use the list of alerts instead, or ask your administrator.",
     "Verwenden Sie stattdessen die Liste der Warnmeldungen, oder wenden Sie sich an Ihren Administrator.",
     "アラートの一覧から操作するか、管理者にお問い合わせください。"},
}};
static_assert(control::is_complete(kPhrases));

}  // namespace

std::string say(PageText text, control::Language language, std::initializer_list<std::string_view> values) {
  return control::fill(kPhrases.at(static_cast<std::size_t>(text)).in(language), values);
}

std::pair<PageText, PageText> texts_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return {unknown_title, unknown_advice};
    case ErrorCode::expired_token:
      return {expired_title, expired_advice};
    case ErrorCode::used_token:
      return {used_title, used_advice};
    case ErrorCode::forbidden:
    case ErrorCode::unknown_member:
      return {forbidden_title, forbidden_advice};
    case ErrorCode::malformed_request:
      return {form_title, form_advice};
    case ErrorCode::enforced_by_parent:
      return {enforced_title, enforced_advice};
    case ErrorCode::too_many_entries:
      return {full_title, full_advice};
    case ErrorCode::rate_limited:
    case ErrorCode::unavailable:
    case ErrorCode::storage_full:
      return {again_title, again_advice};
    default:
      return {other_title, other_advice};
  }
}

}  // namespace sallyport::api
