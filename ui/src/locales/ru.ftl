# Русский. Семейства error-, reason-, check-, change- и event- читает и командная строка: простые переменные, без функций.
# Проверка может спросить $saw $limit $amount $base $percent $until $date $nth $advocate $code $program $version; чего у неё нет, тому читатель даёт "none".

title = { $screen } · Vouchsafe
skip = Перейти к содержанию
demo = демо
no-value = —
search = Поиск
currency = Валюта
filters = Фильтры
shop-none = Магазин не подключён
divided-by = разделить на
same-person = тот же человек

## Navigation
nav-label = Экраны
nav-overview = Обзор
nav-rewards = Вознаграждения
nav-referrals = Приглашения
nav-sync = Синхронизация
nav-settings = Настройки

## Actions
act-retry = Повторить
act-close = Закрыть
act-cancel = Отмена
act-save = Сохранить
act-approve = Одобрить
act-reject = Отклонить

## First run
first-title = Добро пожаловать в Vouchsafe
first-text = Кто кого привёл, какие вознаграждения причитаются и почему, и во что обходится новый клиент. Выберите, откуда взять данные.
door-demo = Посмотреть на примере
door-demo-text = Вымышленный магазин на этом компьютере. Ничего не уходит наружу, и всё можно удалить.
door-connect = Подключить магазин
door-connect-text = Читает клиентов и заказы магазина на Saleor. Нужны его адрес и токен.
door-file = Открыть файл
door-file-text = Файл событий (.ndjson) или база Vouchsafe с другого компьютера.
door-working = Минуту…
connect-url = Адрес API магазина
connect-url-hint = Обычно кончается на /graphql/.
connect-url-bad = Введите полный адрес, начиная с https://. Просто http:// годится только для магазина на этом компьютере.
connect-token = Токен
connect-token-hint = Хранится в связке ключей этого компьютера и никогда не попадает в файл.
connect-token-missing = Вставьте токен, который выдал магазин.
connect-submit = Подключить
connect-permissions = Токену нужны эти права
permission-manage-orders = читать заказы и платежи
permission-manage-users = читать клиентов
permission-manage-gift-card = выпускать подарочные карты в награду
permission-manage-discounts = читать и выпускать ваучеры
connect-how = Как получить токен в Saleor
connect-how-app = Откройте в панели раздел Extensions (в старых версиях Configuration → Webhooks & Events) и создайте локальное приложение.
connect-how-permissions = Дайте ему четыре права из списка выше и сохраните.
connect-how-token = Создайте в приложении токен и сразу скопируйте его: Saleor показывает его только в этот раз.
connect-keys = Где магазин хранит коды приглашений
connect-keys-text = Имена ключей метаданных в магазине. Оставьте поле пустым, если ничего такого в магазине нет.
connect-key-customer-code = Покупатель: код, которым он делится
connect-key-order-code = Заказ: код, с которым он пришёл
connect-key-customer-ref-code = Покупатель: код, который его привёл
connect-key-device = Заказ: отпечаток устройства
connect-key-ip = Заказ: IP-адрес
file-path = Путь к файлу
file-path-hint = Файл событий .ndjson или база Vouchsafe.
file-path-missing = Введите путь или выберите файл кнопкой «Обзор».
file-browse = Обзор…
file-open = Открыть

## Overview
overview-as-of = На момент
overview-explain = Пояснения
overview-mirror = Это предварительные цифры: первая синхронизация не закончена, и они ещё изменятся.
overview-empty = Показателей пока нет
overview-empty-text = Они появятся, как только будут прочитаны первые заказы.
overview-figures = Основные показатели
overview-charts = Графики
tile-friends = Новые приглашённые
tile-friends-what = Привёл пригласивший, и первый заказ уже оплачен.
tile-cac = Стоимость привлечения
tile-cac-what = Во что обходится один новый приглашённый: награды обеим сторонам и расходы на рекламу.
tile-cac-issued = CAC по выданным наградам
tile-cac-issued-what = То же, но считаются только выданные награды.
tile-cac-redeemed = CAC по потраченным наградам
tile-cac-redeemed-what = То же, но считаются только использованные награды.
tile-roi = Окупаемость вложений
tile-roi-what = Сколько остаётся от маржи по заказам приглашённых после расходов на каждую потраченную единицу.
tile-revenue = Выручка от приглашённых
tile-revenue-what = Оплата заказов приглашённых за вычетом возвратов.
tile-cost = Расходы
tile-cost-what = Награды обеим сторонам и расходы на рекламу.
tile-waiting = Ожидающие награды
tile-waiting-what = Обещаны, но их пока держит срок, оплата или решение человека.
part-reward-cost-and-spend = Награды и реклама
part-issued-cost-and-spend = Выданные награды и реклама
part-redeemed-cost-and-spend = Потраченные награды и реклама
part-new-friends = Новые приглашённые
part-margin-minus-cost = Маржа за вычетом расходов
part-cost = Расходы
part-referred-orders = Заказы приглашённых
part-rewards = Награды

## Margin
margin = Маржа
margin-hint = Доля выручки, которая остаётся у вас до наград. Входит в окупаемость вложений.
margin-bad = Введите процент от 0 до 100.
margin-saved = Маржа теперь { $percent }.

## Charts
chart-cac-by-month = Стоимость привлечения по месяцам
chart-roi-by-month = Окупаемость вложений по месяцам
chart-cac-by-channel = Стоимость привлечения по каналам
chart-roi-by-channel = Окупаемость вложений по каналам
chart-table = Таблица
chart-save-png = Сохранить картинкой PNG
chart-save-svg = Сохранить рисунком SVG
chart-saved = Сохранено: { $path }
chart-empty = Пока нечего рисовать
chart-role = график
chart-keys = { $title }. По точкам ходят стрелками.
chart-point = { $label }, { $series }: { $value }

## Rewards
rewards-count =
    { $count ->
        [one] { $count } вознаграждение
        [few] { $count } вознаграждения
       *[many] { $count } вознаграждений
    }
rewards-search = Имя, почта, заказ или ключ
rewards-empty = Таких вознаграждений нет
rewards-empty-text = Снимите фильтр или поищите что-нибудь другое.
totals = Итоги
totals-tip = Итог по каждой валюте отдельно: разные валюты не складываются.
total-count = за { $count }
filter-all = Все
filter-state = Состояние
filter-wait = Чего ждёт
filter-wait-captured = Оплата
filter-wait-hold = Удержание
filter-wait-review = Решение
filter-any-wait = Ожидание
filter-role = Роль
filter-any-role = Роль
filter-any-currency = Валюта
filter-status = Статус
state-waiting = Ожидает
state-due = К выплате
state-settled = Выплачено
state-void = Отменено
state-reversed = Отозвано
wait-captured = оплата
wait-captured-what = Ждёт, пока заказ будет оплачен.
wait-hold = удержание
wait-hold-what = Ждёт конца срока удержания.
wait-review = решение
wait-review-what = Ждёт, пока кто-нибудь одобрит или отклонит.
wait-person = решение
wait-person-what = Ждёт, пока кто-нибудь одобрит или отклонит.
role-advocate = Пригласивший
role-friend = Приглашённый
role-tip = Кто получает награду: пригласивший (referrer) или приглашённый (referee).
friend-tip = Он же referee: кого привели.
advocate-tip = Он же referrer: кто приводит других.
reward-detail = Вознаграждение подробно
reward-for =
    { $role ->
        [advocate] Пригласившему
       *[friend] Приглашённому
    }
reward-tree = Показать в дереве
reward-why = Почему
reward-decided = { $event }; решила программа { $program }, версия { $version },
reward-no-decision = Это вознаграждение внесено извне, поэтому объяснять здесь нечего.
reward-transfers = Движение денег
reward-no-transfers = Деньги не двигались.
reward-history = История
reward-no-history = Пока ничего не произошло.
transfer-to = на счёт

## Review
review-title-approve = Одобрить вознаграждение
review-title-reject = Отклонить вознаграждение
review-text-approve = Станет к выплате, как только его больше ничто не держит. Ваше имя и причина попадут в журнал.
review-text-reject = Будет отменено, и ничего не будет выдано. Ваше имя и причина попадут в журнал.
review-reason = Причина
review-reason-hint = Обязательна. Её прочтёт тот, кто будет проверять.
review-confirm-approve = Одобрить
review-confirm-reject = Отклонить
review-phase-queued = В очереди: сначала уйдёт другое решение.
review-phase-sending = Отправляется. Пока нет подтверждения, ничего не решено.
review-short-queued = в очереди
review-short-sending = отправляется
review-done-approve = Подтверждено: { $amount } одобрено.
review-done-reject = Подтверждено: { $amount } отклонено.
review-look-again = Посмотреть заново

## Trace
trace-label = Проверки по порядку
trace-pass = { $check }: пройдено ({ $seen })
trace-refuse = { $check }: отказ ({ $seen })
trace-wait = { $check }: ждёт ({ $seen })
verdict-pass = пройдено
verdict-refuse = отказ
verdict-wait = ждёт
step-event = Событие
step-referral = Приглашение
step-rule = Правило
step-eligibility = Условия
step-fraud = Мошенничество
step-limits = Лимиты
step-cooldown = Пауза
step-amount = Сумма
step-waits = Ожидания
step-record = Запись

## Columns
col-advocate = Пригласивший
col-friend = Приглашённый
col-friends = Привёл
col-beneficiary = Получатель
col-role = Роль
col-order = Заказ
col-state = Состояние
col-created = Создано
col-due = Срок
col-amount = Сумма
col-program = Программа
col-key = Ключ
col-code = Код
col-status = Статус
col-bound = С какого дня
col-first-paid = Первая оплата
col-orders = Заказы
col-revenue = Выручка
col-cost = Расходы
col-rewards = Награды
col-person = Человек
col-subtree = Всего ниже
col-month = Месяц
col-channel = Канал
col-kind = Вид
col-source = Запись
col-seen = Замечено
col-why = Причина

## Referrals
tab-list = Список
tab-tree = Дерево
status-registered = Зарегистрирован
status-activated = Активен
status-rejected = Отклонён
referrals-count =
    { $count ->
        [one] { $count } приглашение
        [few] { $count } приглашения
       *[many] { $count } приглашений
    }
referrals-search = Имя, почта или код
referrals-empty = Таких приглашений нет
referrals-empty-text = Снимите фильтр или поищите что-нибудь другое.
tree-label = Кто кого привёл
tree-empty = Пока никто никого не привёл
tree-empty-text = Дерево вырастет с первым, кто зарегистрируется по коду.
tree-open = Показать, кого привёл
tree-close = Скрыть, кого привёл
tree-more =
    { $count ->
        [one] Показать ещё ({ $text })
        [few] Показать ещё ({ $text })
       *[many] Показать ещё ({ $text })
    }
friends-tip = Привёл сам.
subtree-tip = Все, кто ниже, на всех уровнях.
tree-revenue-tip = Оплата заказов всех, кто ниже, за вычетом возвратов.
tree-cost-tip = Награды за всех, кто ниже, за вычетом отозванных.
path = Путь к корню
path-all = Все
path-enter = Показать только эту ветвь
path-between =
    { $count ->
        [one] … { $count } уровень …
        [few] … { $count } уровня …
       *[many] … { $count } уровней …
    }

## Sync
sync-start = Синхронизировать
sync-resume = Продолжить
sync-cancel = Остановить
sync-summary = Состояние синхронизации
sync-last = Последний раз
sync-folded = Событий разобрано
sync-quarantined = В карантине
sync-folding = Разобрано событий: { $done } из { $total }
sync-kinds = Ход по видам записей
sync-eta = осталось около { $time }
sync-rows = прочитано { $rows }
sync-rows-of = { $rows } из { $total }
sync-mirror = В зеркале: { $rows }
sync-watermark = полностью до
synced-ago = Обновлено { $ago }
synced-never = Ещё не было
phase-idle = Всё прочитано
phase-reading = Чтение магазина
phase-folding = Разбор событий
phase-cancelling = Остановка
phase-failed = Последний раз не удалось
kind-customers = Клиенты
kind-orders = Заказы
kind-transactions = Платежи
kind-gift-cards = Подарочные карты
kind-vouchers = Ваучеры
kindstate-idle = Не начато
kindstate-waiting = Следующее
kindstate-running = Чтение
kindstate-done = Готово
kindstate-failed = Не удалось
kindstate-cancelled = Остановлено
quarantine-title =
    { $count ->
        [one] { $count } запись в карантине
        [few] { $count } записи в карантине
       *[many] { $count } записей в карантине
    }
quarantine-text = Их не удалось понять. Всё остальное прочитано; каждая будет прочитана снова, когда магазин её изменит.

## Settings
settings-look = Язык и вид
settings-language = Язык
settings-language-hint = «Как в системе» берёт язык этого компьютера.
settings-theme = Тема
settings-theme-hint = «Как в системе» берёт цвета этого компьютера.
settings-figures = Показатели
settings-desk = Это рабочее место
settings-shop = Магазин
settings-shop-version = Версия магазина
settings-connected = Подключён
settings-db = Файл базы
settings-version = Vouchsafe
locale-system = Как в системе
locale-en = English
locale-ru = Русский
theme-system = Как в системе
theme-light = Светлая
theme-dark = Тёмная

## Keyboard
palette-title = Перейти или сделать что угодно
palette-short = Найти команду
palette-hint = Команда, имя или заказ
palette-go = Перейти: { $screen }
palette-review = Вознаграждения, которые ждут решения
palette-due = Вознаграждения к выплате
palette-tree = Показать дерево приглашений
palette-sync = Синхронизировать
palette-light = Светлая тема
palette-dark = Тёмная тема
palette-english = Перейти на английский (English)
palette-russian = Перейти на русский
palette-rewards-of = Искать «{ $text }» в вознаграждениях
palette-referrals-of = Искать «{ $text }» в приглашениях
keys-title = Клавиатура
keys-search = Поиск на этом экране
keys-list = Двигаться по списку
keys-open = Открыть строку
keys-tree = Свернуть и раскрыть ветвь; ходить по графику
keys-close = Закрыть

## Errors: what happened and what to do, in one sentence
error-shop-unreachable = Магазин { $url } не отвечает; проверьте адрес и сеть и попробуйте снова.
error-token-refused = Магазин { $url } не принял токен; создайте в магазине новый и подключитесь снова.
error-permission-missing = Токену не хватает прав { $permissions }; добавьте их в панели магазина и попробуйте снова.
error-shop-too-old = В магазине Saleor { $version }, это слишком старая версия; нужна 3.20 или новее.
error-not-saleor = По адресу { $url } нет API Saleor; адрес обычно кончается на /graphql/.
error-bad-url = «{ $url }» не похоже на адрес магазина; введите адрес, начиная с https://.
error-other-shop = Эта база принадлежит магазину { $expected }; чтобы подключить другой, откройте другую базу.
error-shop-answer = Ответ магазина не удалось понять ({ $what }); попробуйте снова, а если повторится, сообщите его владельцу.
error-rate-limited = Магазин просит подождать { $seconds } с; после этого синхронизация продолжится сама.
error-cancelled = Остановлено по вашей просьбе; «Продолжить» начнёт с того же места.
error-db-newer = База создана более новым Vouchsafe (формат { $found }, здесь известен { $known }); чтобы открыть её, обновите Vouchsafe.
error-db-damaged = База повреждена; восстановите её из резервной копии.
error-db-in-use = База { $path } уже открыта в другом окне Vouchsafe; сначала закройте его.
error-disk-full = На диске нет места; освободите его и повторите; ничего не потеряно.
error-file-unreadable = Файл { $path } не читается; проверьте, что он есть и что вам можно его открыть.
error-file-not-events = { $path }, строка { $line }: это не событие ({ $what }); исправьте строку и откройте файл снова.
error-program-invalid = { $line ->
        [none] В программе { $file } ошибка: { $what }.
       *[other] В программе { $file }, строка { $line }, ошибка: { $what }.
    }
error-unknown-currency = Валюта { $currency } неизвестна ({ $what }); запись отложена, пока это не исправят.
error-bad-row = Запись не удалось понять ({ $what }); она отложена, остальное читается дальше.
error-stale = Пока вы смотрели, это изменилось; посмотрите заново и решите ещё раз.
error-reason-missing = Укажите причину; она попадёт в журнал.
error-not-found = Здесь больше нет «{ $what }»; вернитесь к списку.
error-read-only = База открыта только для чтения; изменить здесь ничего нельзя.
error-no-keychain = На этом компьютере нет связки ключей для токена; разблокируйте или установите её либо задайте VOUCHSAFE_SHOP_TOKEN.
error-internal = Внутри Vouchsafe что-то пошло не так ({ $what }); попробуйте снова, а если повторится, сообщите нам.
error-no-shop = Магазин не подключён; сначала подключите его.
error-version-taken = Версия { $version } программы { $program } уже есть и говорит другое; дайте изменённой программе новый номер версии.
error-policy-differs = Раздел [attribution] программы отличается от действующего; у всех включённых программ он должен совпадать.
error-history-needs-manual = Программа охватывает время до подключения магазина; для этого нужен mode = "manual".
error-port-taken = Демо-магазин базы { $path } не может открыть свой порт ({ $what }); закройте того, кто его занял, и повторите.
error-no-token = Токена нет; положите его в VOUCHSAFE_SHOP_TOKEN.
error-quarantined = Готово, но записей в карантине: { $count }; их покажет vouchsafe status.
error-chart-kind = { $path } должен кончаться на .svg или .png.
error-file-kind = { $path } должен кончаться на .ndjson для событий или на .csv для владельцев кодов.
error-file-unwritten = { $path } не записывается ({ $what }); выберите другое место или освободите диск.

## Reasons: why something was refused, voided or reversed
reason-self-referral = Человек воспользовался собственным кодом.
reason-same-email = У пригласившего и приглашённого один адрес почты.
reason-same-card = Пригласивший и приглашённый платили одной картой.
reason-same-ip = Пригласивший и приглашённый пришли с одного IP-адреса.
reason-ip-limit = С одного IP-адреса за день пришло слишком много людей.
reason-disposable-email = Адрес почты одноразовый.
reason-excluded-domain = Почта этого домена исключена.
reason-email-unverified = Адрес почты так и не подтвердили.
reason-account-too-young = Учётная запись слишком новая.
reason-referral-loop = Из-за этой связи человек в итоге стал бы приглашённым самим собой.
reason-already-referred = У приглашённого уже есть пригласивший.
reason-code-unknown = Этот код никому не принадлежит.
reason-code-disabled = Код отключён.
reason-below-minimum = Заказ меньше минимума.
reason-channel-not-eligible = Канал продаж не входит в правило.
reason-category-not-eligible = В заказе нет ничего из подходящих категорий.
reason-not-new-customer = Приглашённый уже был клиентом.
reason-outside-window = Срок, в который это приглашение приносит награды, прошёл.
reason-limit-per-friend = Исчерпан лимит на одного приглашённого.
reason-limit-per-day = Исчерпан лимит на день.
reason-limit-per-month = Исчерпан лимит на месяц.
reason-cooldown = С прошлой награды прошло слишком мало времени.
reason-budget-exhausted = Бюджет программы исчерпан.
reason-not-captured = Заказ не оплатили вовремя.
reason-refunded = За заказ вернули деньги.
reason-role-too-low = Уровень человека слишком низок для этой награды.
reason-no-value-for-currency = В программе нет суммы для валюты заказа.
reason-no-amount = У события нет суммы, от которой считать долю.
reason-holdout = Пригласивший в контрольной группе, которая ничего не получает.
reason-no-referral = Этого покупателя никто не приводил.
reason-existing-customer = Магазин знал приглашённого до первого обращения.
reason-excluded-customer = Клиент исключён из программы.
reason-same-phone = У пригласившего и приглашённого один номер телефона.
reason-same-address = У пригласившего и приглашённого один почтовый адрес.
reason-same-device = У пригласившего и приглашённого одно устройство.
reason-phone-unverified = Номер телефона так и не подтвердили.
reason-country-not-eligible = Страна не входит в правило.
reason-fraud-score = Слишком много признаков мошенничества.
reason-occurrence-not-met = Это не та покупка, за которую правило награждает.
reason-between-steps = Счёт попал между двумя ступенями правила.
reason-cancelled = Заказ отменён.
reason-charged-back = Банк забрал деньги обратно.
reason-replacement-order = Заказ лишь заменяет прежний.
reason-beneficiary-deleted = Учётная запись получателя удалена.
reason-program-not-started = Программа ещё не началась.
reason-program-paused = Программа была приостановлена.
reason-program-ended = Программа закончилась.
reason-rejected-by-staff = Отклонено сотрудником.
reason-stale = То, что было на экране, тем временем изменилось.
reason-payout-refused = На другой стороне отказали в выплате.
reason-payout-conflict = Код выплаты принадлежит кому-то другому.
reason-order-unknown = Такого заказа ещё не видели.
reason-already-rewarded = Тот же случай уже вознаграждён.
reason-wrong-currency = Сумма указана не в той валюте, к которой относится.

## Checks: what a decision looked at
check-trigger-pass = На такое событие правило отзывается.
check-trigger-refuse = Из этого события ничего не следует.
check-program-pass = Программа { $program } действовала, версия { $version }.
check-program-refuse = Программа { $program } не действовала.
check-occurrence-pass = Для этого приглашённого это случай № { $nth } по правилу.
check-occurrence-refuse = Для этого приглашённого это был бы случай № { $nth }, а за него правило не награждает.
check-referral-pass = Привёл { $advocate } по коду { $code }.
check-referral-refuse = У покупателя нет пригласившего.
check-earning-window-pass = Это случилось { $date }; приглашение приносит награды до { $until }.
check-earning-window-refuse = Это случилось { $date }; приглашение приносило награды только до { $until }.
check-beneficiary-pass = Учётная запись получателя существует.
check-beneficiary-refuse = Учётная запись получателя удалена.
check-beneficiary-wait = У получателя ещё нет учётной записи.
check-existing-customer-pass = Приглашённый был для магазина новым.
check-existing-customer-refuse = Магазин знал приглашённого до первого обращения.
check-replacement-pass = Заказ не заменяет прежний.
check-replacement-refuse = Заказ заменяет прежний и поэтому ничего не приносит.
check-minimum-pass = Сумма заказа { $saw } не ниже минимума { $limit }.
check-minimum-refuse = { $limit ->
        [none] У правила нет минимума в валюте заказа на { $saw }.
       *[other] Сумма заказа { $saw } ниже минимума { $limit }.
    }
check-channel-pass = Канал продаж входит в правило.
check-channel-refuse = { $saw ->
        [none] Канал продаж заказа не входит в правило.
       *[other] Канал продаж { $saw } не входит в правило.
    }
check-limit-per-friend-pass = Таких наград за этого приглашённого было { $saw }; лимит { $limit }.
check-limit-per-friend-refuse = Таких наград за этого приглашённого уже { $saw }, а лимит { $limit }.
check-amount-pass = { $percent ->
        [none] Вознаграждение составляет { $amount }.
       *[other] { $percent } % от { $base }, но не больше, чем позволяет правило, составляют { $amount }.
    }
check-amount-refuse = Суммы не выходит никакой.
check-captured-pass = Оплачено { $saw } из { $limit }.
check-captured-wait = Ждёт оплаты: пока оплачено { $saw } из { $limit }.
check-captured-refuse = Заказ не оплачен.
check-hold-pass = Срока удержания нет, или он прошёл.
check-hold-wait = { $until ->
        [none] Удерживается некоторое время после оплаты (дней: { $saw }).
       *[other] Удерживается до { $until } (дней: { $saw }).
    }
check-review-pass = Решение человека не нужно.
check-review-wait = Ждёт, пока кто-нибудь одобрит или отклонит.
check-review-refuse = Кто-то отклонил.
check-settled-before-pass = Тот же случай ещё не вознаграждали.
check-settled-before-refuse = Тот же случай уже вознаграждён.

## Changes in a reward’s history
change-created = Обещано: { $amount }
change-due = Стало к выплате
change-settled = Выплачено
change-void = Отменено
change-reversed = Отозвано
change-reduced = Уменьшено до { $amount }
change-approved = Одобрено
change-rejected = Отклонено
change-held = Задержано до { $until }
change-wait-ended = Ожидание закончилось
change-captured = Заказ оплачен
change-hold-over = Срок удержания прошёл
change-used = Использовано: { $amount }
change-sent-for-review = Ждёт решения человека: учётная запись удалена

## Events by name
event-customer-registered = Клиент зарегистрирован
event-customer-updated = Клиент изменён
event-customer-deleted = Клиент удалён
event-code-issued = Код выдан
event-code-disabled = Код отключён
event-link-clicked = Переход по ссылке
event-interaction = Первое обращение
event-trial-started = Начат пробный период
event-order-placed = Заказ оформлен
event-order-confirmed = Заказ подтверждён
event-order-changed = Заказ изменён
event-order-payment-failed = Оплата не прошла
event-order-cancelled = Заказ отменён
event-order-money = Изменилась оплата заказа
event-topup = Баланс пополнен
event-subscription-purchased = Подписка куплена
event-subscription-renewed = Подписка продлена
event-purchase-refunded = Покупка возвращена
event-partner-onboarded = Партнёр принят
event-role-upgraded = Уровень повышен
event-custom = Своё событие
event-reward-used = Награда использована
event-reward-expired = Награда истекла
event-reward-chosen = Награда выбрана
event-spend-recorded = Учтены расходы на рекламу
event-program-activated = Программа включена
event-program-paused = Программа приостановлена
event-program-ended = Программа закончена
event-list-changed = Список изменён
event-policy-changed = Политика изменена
event-payout-intended = Выплата назначена
event-payout-known = Исход выплаты известен
event-rejudge = Пересмотрено
event-time-passed = Прошло время
event-staff-attribute = Отнесено сотрудником
event-staff-approve = Одобрено сотрудником
event-staff-reject = Отклонено сотрудником
event-staff-hold = Задержано сотрудником
event-staff-adjust = Исправлено сотрудником
event-staff-reverse = Отозвано сотрудником
event-staff-reissue = Выдано сотрудником снова
event-staff-goodwill = Подарено сотрудником
event-staff-rebind = Перепривязано сотрудником
event-staff-proposed = Предложено сотрудником
event-staff-approved = Предложение одобрено сотрудником

## What the shell draws and the command line prints
chart-cac = Стоимость привлечения
chart-roi = Окупаемость вложений
chart-by-month = { $figure } по месяцам, { $currency }
chart-by-channel = { $figure } по каналам, { $currency }
cli-account = Счёт
cli-args = Значения
cli-at = Когда
cli-balances = Остатки
cli-by = Разбивка
cli-cac = CAC
cli-changed = Изменено
cli-channel = Канал
cli-charts-at = Графики:
cli-check = Проверка
cli-count = Число
cli-credit = Кредит
cli-currency = Валюта
cli-customers = Клиенты
cli-db = База
cli-debit = Дебет
cli-decisions = Решения
cli-denominator = Знаменатель
cli-duplicate = { $event } пришло дважды и считается один раз.
cli-event = Событие
cli-events = События
cli-fact = Сведение
cli-figure = Показатель
cli-files = Файлы
cli-from = С какого дня
cli-given = Обещано
cli-in-mirror = В зеркале
cli-journal-ends = В журнале записей: { $entries }; последняя { $head }.
cli-known-until = Известно до
cli-label = Метка
cli-last-synced = Последняя синхронизация
cli-month = Месяц
cli-name = Название
cli-new = Новых
cli-no = нет
cli-no-decisions = Об этом пока ничего не решено.
cli-numerator = Числитель
cli-party = Участник
cli-quarantined = В карантине
cli-ready = Готовая
cli-reason = Причина
cli-referrals = Приглашения
cli-refused = Отказы
cli-reward = Вознаграждение
cli-reward-cost = Расход на награды
cli-rewards = Вознаграждения
cli-roi = ROI
cli-rows = Строки
cli-rule = Правило
cli-shop = Магазин
cli-shop-open = Демо-магазин отвечает по адресу { $url } с токеном { $token }, пока не нажмёте Ctrl+C.
cli-shop-version = Версия магазина
cli-spend = Реклама
cli-step = Шаг
cli-steps = Шаги вознаграждений
cli-totals = Итоги
cli-transfers = Проводки
cli-triggers = События правила
cli-url = Адрес
cli-value = Значение
cli-verdict = Исход
cli-version = Версия
cli-waits = Чего ждёт
cli-what = Что
cli-yes = да
