#include "notify/mail_texts.h"

#include <array>

#include "control/language.h"

namespace sallyport::notify {
namespace {

using enum MailText;

constexpr std::size_t kTexts = static_cast<std::size_t>(follow_closing) + 1;

constexpr std::array<control::Phrase<MailText>, kTexts> kPhrases = {{
    {one_subject, "{0}: the unknown address {1} was blocked",
     "{0}: Die unbekannte Adresse {1} wurde gesperrt", "{0}: 未知のアドレス {1} をブロックしました"},
    {one_opening,
     "{2} was blocked: it is an unknown address, from which the credential {0} of {1} was used. It stays "
     "unauthorized until you answer.",
     "{2} wurde gesperrt: Es ist eine unbekannte Adresse, von der aus der Zugang {0} von {1} verwendet "
     "wurde. Bis Sie antworten, ist sie nicht autorisiert.",
     "{2} をブロックしました。これは未知のアドレスで、{1} の認証情報 {0} がそこから使用されました。回答"
     "があるまで、未許可のままになります。"},
    {many_subject, "{0}: {1} unknown addresses were blocked", "{0}: {1} unbekannte Adressen wurden gesperrt",
     "{0}: {1} 件の未知のアドレスをブロックしました"},
    {many_opening,
     "This digest is about {1} networks whose addresses were blocked: they are unknown addresses, from "
     "which credentials of {0} were used. They stay unauthorized until you answer.",
     "Diese Zusammenfassung betrifft {1} Netze, deren Adressen gesperrt wurden: Es sind unbekannte "
     "Adressen, von denen aus Zugänge von {0} verwendet wurden. Bis Sie antworten, sind sie nicht "
     "autorisiert.",
     "これは、アドレスがブロックされた {1} 件のネットワークのまとめです。いずれも未知のアドレスで、{0} "
     "の認証情報がそこから使用されました。回答があるまで、未許可のままになります。"},
    {alert_advice,
     "If it was you or somebody you trust, authorize the address. If not, deny it, and have the "
     "credential's secret replaced: somebody else may know it. Where no address is to be blocked any "
     "more, deactivate protection.",
     "Wenn Sie es waren oder jemand, dem Sie vertrauen, autorisieren Sie die Adresse. Wenn nicht, lehnen "
     "Sie sie ab, und lassen Sie den geheimen Schlüssel des Zugangs ersetzen: Jemand anderes könnte ihn "
     "kennen. Wenn gar keine Adresse mehr gesperrt werden soll, deaktivieren Sie den Schutz.",
     "ご自身や信頼できる方による使用であれば、アドレスを許可してください。そうでない場合は、アドレスを拒"
     "否し、認証情報のシークレットを交換してください。シークレットが他人に知られている可能性があります。"
     "今後どのアドレスもブロックしない場合は、保護を無効にしてください。"},
    {address, "Address", "Adresse", "アドレス"},
    {network, "Network", "Netz", "ネットワーク"},
    {network_owner, "Network owner", "Netzbetreiber", "ネットワークの所有者"},
    {country, "Country", "Land", "国"},
    {credential, "Credential", "Zugang", "認証情報"},
    {first_seen, "First seen", "Zuerst gesehen", "初回検出日時"},
    {last_seen, "Last seen", "Zuletzt gesehen", "最終検出日時"},
    {requests, "Requests", "Anfragen", "リクエスト数"},
    {authorize, "Authorize {0}", "{0} autorisieren", "{0} を許可する"},
    {deny, "Deny {0}, and rotate the credential", "{0} ablehnen und den geheimen Schlüssel ersetzen",
     "{0} を拒否し、シークレットを交換する"},
    {deactivate, "Deactivate protection", "Schutz deaktivieren", "保護を無効にする"},
    {more_one, "{0} more waits for an answer; the list of open alerts has them all.",
     "{0} weitere Adresse wartet auf eine Antwort; die Liste der offenen Warnmeldungen enthält alle.",
     "ほかに {0} 件が回答待ちです。すべて未回答アラートの一覧で確認できます。"},
    {more_other, "{0} more wait for an answer; the list of open alerts has them all.",
     "{0} weitere Adressen warten auf eine Antwort; die Liste der offenen Warnmeldungen enthält alle.",
     "ほかに {0} 件が回答待ちです。すべて未回答アラートの一覧で確認できます。"},
    {beyond_one, "{0} request came from another network; such requests are counted, but not kept one by one.",
     "{0} Anfrage kam aus einem weiteren Netz; solche Anfragen werden gezählt, aber nicht einzeln "
     "aufbewahrt.",
     "ほかのネットワークから {0} 件のリクエストがありました。件数のみを数えており、個別の記録はありません。"},
    {beyond_other,
     "{0} requests came from further networks; such requests are counted, but not kept one by one.",
     "{0} Anfragen kamen aus weiteren Netzen; solche Anfragen werden gezählt, aber nicht einzeln aufbewahrt.",
     "ほかのネットワークから {0} 件のリクエストがありました。件数のみを数えており、個別の記録はありません。"},
    {links_until, "The links work until {0}.", "Die Links funktionieren bis {0}.",
     "リンクの有効期限は {0} です。"},
    {links,
     "Opening a link changes nothing: it shows a page that says what would happen, and only the button on "
     "that page does it. A link works once, and not for ever. Whoever has this mail can use its links: do "
     "not forward it.",
     "Das Öffnen eines Links ändert nichts: Es zeigt eine Seite, auf der steht, was geschehen würde, und "
     "erst die Schaltfläche auf dieser Seite führt es aus. Ein Link funktioniert nur einmal und nur für "
     "begrenzte Zeit. Wer diese E-Mail hat, kann ihre Links verwenden: Leiten Sie sie nicht weiter.",
     "リンクを開いただけでは何も変更されません。実行される内容を説明するページが表示され、そのページのボタン"
     "を押したときにだけ実行されます。リンクは一度だけ、限られた期間内に使えます。このメールを持つ人は誰でも"
     "リンクを使えるため、転送しないでください。"},
    {blocking_subject, "{0}: protection is now blocking", "{0}: Der Schutz ist jetzt im Modus blocking",
     "{0}: 保護が blocking モードになりました"},
    {blocking_opening,
     "Protection of {0} on the channel {1} is now blocking: unknown addresses are blocked from now on.",
     "Der Schutz für {0} auf dem Kanal {1} ist jetzt im Modus blocking: Unbekannte Adressen werden ab sofort "
     "gesperrt.",
     "チャネル {1} の {0} の保護が blocking モードになりました。今後、未知のアドレスはブロックされます。"},
    {blocking_opening_dry_run,
     "Protection of {0} on the channel {1} is now blocking, but dry run is on: nothing is enforced, and "
     "what would have been denied is only recorded.",
     "Der Schutz für {0} auf dem Kanal {1} ist jetzt im Modus blocking, aber der Probelauf (dry_run) ist "
     "eingeschaltet: Nichts wird durchgesetzt, und was abgewiesen worden wäre, wird nur aufgezeichnet.",
     "チャネル {1} の {0} の保護が blocking モードになりましたが、ドライラン（dry_run）が有効なため、実"
     "際には何も適用されません。拒否されるはずだったリクエストは記録されるだけです。"},
    {blocking_reason,
     "No new network was learned for the quiet period, so learning has ended. What was learned and what "
     "people authorized stays: requests from there are served as before.",
     "Während der Ruhezeit wurde kein neues Netz gelernt, daher ist das Lernen beendet. Was gelernt und "
     "was von Personen autorisiert wurde, bleibt bestehen: Anfragen von dort werden wie bisher bedient.",
     "静穏期間中に新しいネットワークが学習されなかったため、学習は終了しました。学習されたものと人が許可"
     "したものはそのまま残り、そこからのリクエストはこれまでどおり受け付けられます。"},
    {blocking_others, "Anybody else is refused, and you get a mail that lets you authorize the address.",
     "Alle anderen werden abgewiesen, und Sie erhalten eine E-Mail, mit der Sie die Adresse autorisieren "
     "können.",
     "それ以外からのリクエストは受け付けられず、アドレスを許可するためのメールが届きます。"},
    {blocking_dry_run, "To have unknown addresses blocked, switch dry run off (dry_run).",
     "Damit unbekannte Adressen gesperrt werden, schalten Sie den Probelauf (dry_run) aus.",
     "未知のアドレスを実際にブロックするには、ドライラン（dry_run）を無効にしてください。"},
    {blocking_for, "For", "Für", "対象"},
    {channel, "Channel", "Kanal", "チャネル"},
    {quiet_period, "Quiet period", "Ruhezeit", "静穏期間"},
    {authorized, "Authorized", "Autorisiert", "許可済み"},
    {entries_one, "{0} entry", "{0} Eintrag", "{0} 件"},
    {entries_other, "{0} entries", "{0} Einträge", "{0} 件"},
    {whose_credential, "the credential {0} of {1}", "den Zugang {0} von {1}", "{1} の認証情報 {0}"},
    {blocking_change,
     "To learn again, or to deactivate protection, set the mode to learning or off: with the sallyport "
     "command, or with the API ({0}).",
     "Um wieder zu lernen oder den Schutz zu deaktivieren, setzen Sie den Modus auf learning oder off: mit "
     "dem Befehl sallyport oder mit der API ({0}).",
     "再び学習させる場合や保護を無効にする場合は、モードを learning または off に設定してください。sallyport "
     "コマンドまたは API（{0}）を使用できます。"},
    {first_password, "Set your password", "Legen Sie Ihr Passwort fest", "パスワードを設定してください"},
    {new_password, "Set a new password", "Legen Sie ein neues Passwort fest",
     "新しいパスワードを設定してください"},
    {password_invited, "You are a member of {0} and can sign in to Sallyport.",
     "Sie sind Mitglied von {0} und können sich bei Sallyport anmelden.",
     "{0} のメンバーとして、Sallyport にサインインできます。"},
    {password_asked, "Somebody, hopefully you, asked for a link with which to set your password.",
     "Jemand, hoffentlich Sie, hat einen Link angefordert, um Ihr Passwort festzulegen.",
     "パスワードを設定するためのリンクが請求されました。"},
    {valid_until, "Valid until", "Gültig bis", "有効期限"},
    {password_closing,
     "The link works once. If you do not want a new password, ignore this mail: nothing is changed. Whoever "
     "has this mail can use its link: do not forward it.",
     "Der Link funktioniert einmal. Wenn Sie kein neues Passwort möchten, ignorieren Sie diese E-Mail: Es "
     "wird nichts geändert. Wer diese E-Mail hat, kann ihren Link verwenden: Leiten Sie sie nicht weiter.",
     "リンクは一度だけ使えます。新しいパスワードが不要な場合は、このメールを無視してください。何も変更されま"
     "せん。このメールを持つ人は誰でもリンクを使えるため、転送しないでください。"},
    {subject_of, "{0}: {1}", "{0}: {1}", "{0}: {1}"},
    {follow_subject, "{0}: your authorized addresses of {1} have changed",
     "{0}: Ihre autorisierten Adressen von {1} haben sich geändert",
     "{0}: {1} の許可済みアドレスが変更されました"},
    {follow_held_subject, "{0}: {1} is not followed for now",
     "{0}: Änderungen von {1} werden zurzeit nicht übernommen", "{0}: {1} の変更は現在反映されていません"},
    {follow_opening, "The list of authorized addresses of {0} follows what {1} publishes.",
     "Die Liste der autorisierten Adressen von {0} richtet sich nach dem, was {1} veröffentlicht.",
     "{0} の許可済みアドレスのリストは、{1} が公開する情報に追従しています。"},
    {follow_many,
     "{0} gave up more than half of these entries at once. That may be a mistake of the vendor's: look at it "
     "before they are removed.",
     "{0} hat mehr als die Hälfte dieser Einträge auf einmal aufgegeben. Das kann ein Fehler des Anbieters "
     "sein: Prüfen Sie es, bevor sie entfernt werden.",
     "{0} "
     "はこれらのエントリの半数を超える数を一度に廃止しました。提供元の誤りの可能性があります。削除される前に"
     "ご確認ください。"},
    {follow_held, "It is not followed for now: nothing is added or removed. The reason: {0}",
     "Zurzeit wird nichts davon übernommen: Es kommt nichts hinzu, und nichts wird entfernt. Der Grund: {0}",
     "現在は追従を停止しています。追加も削除も行われません。理由: {0}"},
    {follow_resumed, "What could not be followed for a while is followed again.",
     "Was eine Zeit lang nicht übernommen werden konnte, wird jetzt wieder übernommen.",
     "停止していた追従を再開しました。"},
    {still_there_one, "{0} entry that your list still has was given up by the vendor {1}; {2}.",
     "{0} Eintrag, der noch auf Ihrer Liste steht, wurde vom Anbieter {1} aufgegeben; {2}.",
     "リストに残っている {0} 件のエントリは、提供元により{1}廃止されました（{2}）。"},
    {still_there_other, "{0} entries that your list still has were given up by the vendor {1}; {2}.",
     "{0} Einträge, die noch auf Ihrer Liste stehen, wurden vom Anbieter {1} aufgegeben; {2}.",
     "リストに残っている {0} 件のエントリは、提供元により{1}廃止されました（{2}）。"},
    {was_there_one, "{0} entry that your list still had was given up by the vendor {1}; {2}.",
     "{0} Eintrag, der bis jetzt auf Ihrer Liste stand, wurde vom Anbieter {1} aufgegeben; {2}.",
     "これまでリストに残っていた {0} 件のエントリは、提供元により{1}廃止されました（{2}）。"},
    {was_there_other, "{0} entries that your list still had were given up by the vendor {1}; {2}.",
     "{0} Einträge, die bis jetzt auf Ihrer Liste standen, wurden vom Anbieter {1} aufgegeben; {2}.",
     "これまでリストに残っていた {0} 件のエントリは、提供元により{1}廃止されました（{2}）。"},
    {gone_today, "today", "heute", "本日"},
    {gone_one_day, "{0} day ago", "vor {0} Tag", "{0} 日前に"},
    {gone_days, "{0} days ago", "vor {0} Tagen", "{0} 日前に"},
    {gone_between, "between {0} and {1} days ago", "vor {1} bis {0} Tagen", "{1}～{0} 日前に"},
    {used_today, "last used today", "zuletzt heute verwendet", "最終使用: 本日"},
    {used_one_day, "last used {0} day ago", "zuletzt vor {0} Tag verwendet", "最終使用: {0} 日前"},
    {used_days, "last used {0} days ago", "zuletzt vor {0} Tagen verwendet", "最終使用: {0} 日前"},
    {used_never, "never used", "nie verwendet", "使用履歴なし"},
    {used_on, "last used on {0}", "zuletzt am {0} verwendet", "最終使用: {0}"},
    {follow_added, "Added ({0})", "Hinzugefügt ({0})", "追加（{0} 件）"},
    {follow_back, "Not given up after all ({0})", "Doch nicht aufgegeben ({0})", "廃止の取り消し（{0} 件）"},
    {follow_given_up, "Given up by the vendor, and still on your list ({0})",
     "Vom Anbieter aufgegeben, noch auf Ihrer Liste ({0})",
     "提供元が廃止し、リストに残っているもの（{0} 件）"},
    {follow_removed, "Removed from your list ({0})", "Von Ihrer Liste entfernt ({0})",
     "リストから削除（{0} 件）"},
    {follow_coming, "Announced for a later day ({0})", "Für einen späteren Tag angekündigt ({0})",
     "後日追加予定（{0} 件）"},
    {line_given_up, "{0}: given up on {1}, {3}; will be removed on {2}",
     "{0}: aufgegeben am {1}, {3}; wird entfernt am {2}", "{0}: {1} に廃止、{3}。{2} に削除されます"},
    {line_removed, "{0}: given up on {1}, {2}", "{0}: aufgegeben am {1}, {2}", "{0}: {1} に廃止、{2}"},
    {line_coming, "{0}: from {1} on", "{0}: ab {1}", "{0}: {1} から"},
    {lines_more, "and {0} more", "und {0} weitere", "ほか {0} 件"},
    {follow_closing,
     "The command sallyport follows shows all of it. To keep an entry that the vendor gave up, authorize it "
     "yourself.",
     "Der Befehl sallyport follows zeigt alles. Um einen Eintrag zu behalten, den der Anbieter aufgegeben "
     "hat, autorisieren Sie ihn selbst.",
     "すべての内容は sallyport follows "
     "コマンドで確認できます。提供元が廃止したエントリを残すには、ご自身で許可し"
     "てください。"},
}};
static_assert(control::is_complete(kPhrases));

}  // namespace

std::string say(MailText text, control::Language language, std::initializer_list<std::string_view> values) {
  return control::fill(kPhrases.at(static_cast<std::size_t>(text)).in(language), values);
}

}  // namespace sallyport::notify
