# Русский. Семейства error-, reason-, check-, change- и event- читает и командная строка: простые переменные, без функций.
# Проверка может спросить любое значение, которое приложение называет для её вида; где его нет, она получает "none", а о стёртом — "erased".

title = { $screen } · Vouchsafe
skip = Перейти к содержанию
demo = демо
no-value = —
search = Поиск
loading = Загрузка…
reason = Причина
show-older = Показать более ранние
copy = Скопировать
copy-done = Скопировано
copy-failed = Скопировать не удалось; выделите текст и скопируйте его сами.
erased = стёрто
erased-person = Стёртый человек
currency = Валюта
filters = Фильтры
shop-none = Магазин не подключён
divided-by = разделить на
same-person = тот же человек

## Navigation
nav-label = Экраны
nav-overview = Обзор
nav-rewards = Вознаграждения
nav-review = Проверка
nav-referrals = Приглашения
nav-customers = Клиенты
nav-tree = Дерево
nav-sync = Синхронизация
nav-settings = Настройки

## Actions
act-retry = Повторить
act-close = Закрыть
act-cancel = Отмена
act-save = Сохранить
act-approve = Одобрить
act-reject = Отклонить
act-hold = Задержать
act-exclude-domain = Исключить домен
act-reject-referral = Отклонить приглашение

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
filter-wait-raise = Повышение
filter-wait-email = Почта
filter-wait-phone = Телефон
filter-wait-account = Учётная запись
filter-wait-role = Роль
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
wait-raise = повышение
wait-raise-what = Можно согласиться на большее; то, что уже положено, идёт своим путём.
wait-email = почта
wait-email-what = Ждёт, пока приглашённый подтвердит адрес почты.
wait-phone = телефон
wait-phone-what = Ждёт, пока приглашённый подтвердит номер телефона.
wait-account = учётная запись
wait-account-what = Ждёт, пока у приглашённого будет достаточно старая учётная запись.
wait-role = роль
wait-role-what = Закрыто, пока у получателя не будет нужной роли.
wait-person = решение
wait-person-what = Ждёт, пока кто-нибудь одобрит или отклонит.
role-advocate = Пригласивший
role-friend = Приглашённый
role-upline = Вышестоящий
role-upline-2 = Вышестоящий, уровень 2
role-upline-3 = Вышестоящий, уровень 3
role-upline-4 = Вышестоящий, уровень 4
role-upline-5 = Вышестоящий, уровень 5
role-upline-6 = Вышестоящий, уровень 6
role-upline-7 = Вышестоящий, уровень 7
role-upline-8 = Вышестоящий, уровень 8
role-upline-9 = Вышестоящий, уровень 9
role-upline-10 = Вышестоящий, уровень 10
role-tip = Кто получает награду: пригласивший (referrer) или приглашённый (referee).
friend-tip = Он же referee: кого привели.
advocate-tip = Он же referrer: кто приводит других.
reward-detail = Вознаграждение подробно
reward-for =
    { $role ->
        [advocate] Пригласившему
        [upline] Вышестоящему
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
review-count =
    { $count ->
        [one] { $count } вознаграждение ждёт решения
        [few] { $count } вознаграждения ждут решения
       *[many] { $count } вознаграждений ждут решения
    }
review-empty = Здесь ничто вас не ждёт
review-empty-text = Либо всё решено, либо остальное скрывает фильтр.
review-signal = Признак
review-any-signal = Любой признак
review-any-program = Любая программа
review-age = Давность
review-any-age = Любая давность
review-age-1 = От одного дня
review-age-3 = От 3 дней
review-age-7 = От недели
review-age-30 = От 30 дней
review-pick = Выбрать это вознаграждение
review-picked =
    { $count ->
        [one] выбрано { $count }
        [few] выбрано { $count }
       *[many] выбрано { $count }
    }
review-pick-hint = Выбирайте пробелом или решайте по одному; все клавиши — по «?».
review-pick-all = Выбрать все, не больше { $most }
review-pick-none = Снять выбор
review-most = Выбрано { $most } из { $count }; больше за один раз решить нельзя.
review-evidence = Что известно
review-why = Почему ждёт
review-email = Почта:
review-phone = телефон:
review-verified = подтверждено
review-unverified = не подтверждено
review-unsaid = магазин не говорит
review-shared = есть у обоих
review-no-marks = Сравнивать нечего: ничего не известно.
review-placed = Оформлен
review-total = Всего
review-paid = Оплачено
review-refunded = Возвращено
review-country = Страна
review-cancelled = Отменён
review-open-reward = Показать вознаграждение с деньгами и историей
review-many-approve =
    { $count ->
        [one] Одобрить { $count } вознаграждение
        [few] Одобрить { $count } вознаграждения
       *[many] Одобрить { $count } вознаграждений
    }
review-many-reject =
    { $count ->
        [one] Отклонить { $count } вознаграждение
        [few] Отклонить { $count } вознаграждения
       *[many] Отклонить { $count } вознаграждений
    }
review-many-hold =
    { $count ->
        [one] Задержать { $count } вознаграждение
        [few] Задержать { $count } вознаграждения
       *[many] Задержать { $count } вознаграждений
    }
review-told-approve =
    { $count ->
        [one] Подтверждено: одобрено { $count } вознаграждение.
        [few] Подтверждено: одобрено { $count } вознаграждения.
       *[many] Подтверждено: одобрено { $count } вознаграждений.
    }
review-told-reject =
    { $count ->
        [one] Подтверждено: отклонено { $count } вознаграждение.
        [few] Подтверждено: отклонено { $count } вознаграждения.
       *[many] Подтверждено: отклонено { $count } вознаграждений.
    }
review-told-hold =
    { $count ->
        [one] Подтверждено: задержано { $count } вознаграждение.
        [few] Подтверждено: задержано { $count } вознаграждения.
       *[many] Подтверждено: задержано { $count } вознаграждений.
    }
review-text-hold = Будет ждать до конца этого дня и решения человека. Ваше имя и причина попадут в журнал.
review-confirm-hold = Задержать
review-until = До конца дня
review-sent = Ответов: { $done } из { $all }. Пока нет подтверждения, ничего не решено.
review-outcome = Подтверждено: { $done }. Осталось как есть: { $refused }.

## Why a reward waits for a person
cause-manual = По этой программе человек смотрит каждое вознаграждение.
cause-manual-short = смотрят каждое
cause-outside-group = Не входит в ограниченную группу, для которой награды уходят без человека.
cause-outside-group-short = вне ограниченной группы
cause-signal = Найден признак мошенничества.
cause-signal-short = признаки
cause-score = Найденные признаки мошенничества набрали достаточно баллов.
cause-score-short = баллы признаков
cause-attributed = Кто привёл приглашённого, указал сотрудник.
cause-attributed-short = отнесено вручную
cause-account-deleted = Учётная запись получателя удалена.
cause-account-deleted-short = учётная запись удалена
cause-program-paused = Срок наступил, пока программа была приостановлена.
cause-program-paused-short = программа на паузе

## What people leave behind
mark-mailbox = Почтовый ящик
mark-phone = Телефон
mark-address = Адрес
mark-device = Устройство
mark-card = Карта
mark-card-digits = Цифры карты
mark-ip = IP-адрес

## A domain, a referral
domain-title = Исключить почтовый домен
domain-text = Отныне никто с адресом этого домена не получит и не принесёт наград, если программа на это смотрит. То, что ждёт, ждёт дальше.
domain-which = Домен
domain-already = Этот домен уже исключён.
domain-none = Почтовые домены этих людей неизвестны.
domain-waiting =
    { $count ->
        [one] Это касается { $count } вознаграждения, ждущего решения.
        [few] Это касается { $count } вознаграждений, ждущих решения.
       *[many] Это касается { $count } вознаграждений, ждущих решения.
    }
domain-done = Подтверждено: { $domain } исключён.
referral-title = Отклонить всё приглашение
referral-text = Всё обещанное за этого приглашённого отменится для обеих сторон, и больше приглашение ничего не принесёт. Выданное останется.
referral-done =
    { $count ->
        [one] Подтверждено: приглашение отклонено, отменено { $count } вознаграждение.
        [few] Подтверждено: приглашение отклонено, отменено { $count } вознаграждения.
       *[many] Подтверждено: приглашение отклонено, отменено { $count } вознаграждений.
    }

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
col-brought-by = Кто привёл
col-joined = С нами с
col-here = Здесь
col-there = В магазине
col-why = Причина

## Referrals
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

## Tree
tree-label = Кто кого привёл
tree-empty = Пока никто никого не привёл
tree-empty-text = Дерево вырастет с первым, кто зарегистрируется по коду.
tree-empty-then = Тогда ещё никто никого не привёл
tree-empty-then-text = Выберите более поздний момент или вернитесь к текущему.
tree-open = Показать, кого привёл
tree-close = Скрыть, кого привёл
tree-more =
    { $rest ->
        [0] { $count ->
            [one] Показать ещё { $text }
            [few] Показать ещё { $text }
           *[many] Показать ещё { $text }
        }
       *[other] Показать ещё { $text } (осталось { $left })
    }
tree-gap =
    { $count ->
        [one] … показать пропущенный уровень …
        [few] … показать часть из { $text } пропущенных уровней …
       *[many] … показать часть из { $text } пропущенных уровней …
    }
tree-people =
    { $count ->
        [one] { $text } человек
        [few] { $text } человека
       *[many] { $text } человек
    }
tree-roots =
    { $count ->
        [one] { $text } корень
        [few] { $text } корня
       *[many] { $text } корней
    }
tree-deepest = самый глубокий уровень { $text }
tree-largest = в самом большом дереве { $text }
tree-sort = Порядок приведённых
tree-sort-subtree = Больше всего ниже
tree-sort-newest = Сначала новые
tree-sort-revenue = По выручке
tree-all = Показать всё дерево
tree-enter = Показать только эту ветвь
tree-profile = Открыть карточку
tree-find = Найти человека
tree-found-none = Никого не нашлось; попробуйте часть имени, почты или кода.
tree-found-friends =
    { $count ->
        [0] никого не привёл
        [one] привёл { $text }
        [few] привёл { $text }
       *[many] привёл { $text }
    }
tree-level = Уровень
tree-row =
    { $count ->
        [0] уровень { $level }
        [one] уровень { $level } · привёл { $text }
        [few] уровень { $level } · привёл { $text }
       *[many] уровень { $level } · привёл { $text }
    }
tree-sums-more = и ещё { $count }
friends-tip = Привёл сам.
subtree-tip = Все, кто ниже, на всех уровнях.
tree-revenue-tip = Оплата заказов всех, кто ниже, за вычетом возвратов.
tree-cost-tip = Награды за всех, кто ниже, за вычетом отозванных.
path = Путь к корню
path-all = Все
path-between =
    { $count ->
        [one] … { $text } уровень …
        [few] … { $text } уровня …
       *[many] … { $text } уровней …
    }
tree-moment-title = На какой момент показано дерево
tree-moment-now = Сейчас
tree-moment-of = На { $date }
tree-moment-known = Известно на { $date }
tree-moment-of-label = По состоянию на
tree-moment-of-what = Что было верно в конце этого дня, по тому, что известно сейчас.
tree-moment-known-label = Как было известно на
tree-moment-known-what = Что знало это рабочее место в конце этого дня. Узнанное позже не учтено.
tree-moment-day = День
tree-moment-slide = Двигаться по дням
tree-moment-bad = Введите день, например 2026-01-31.
tree-moment-back = Вернуться к сейчас
tree-then-soon = Считаем дерево на тот момент; ниже пока прежнее.
tree-then-of = Это не текущее состояние: дерево на { $date }, по тому, что известно сегодня.
tree-then-known = Это не текущее состояние: дерево, каким его знало это рабочее место на { $date }.
tree-then-both = Это не текущее состояние: дерево на { $date }, насколько это рабочее место знало на { $known }.
tree-drawn-label =
    { $count ->
        [one] Рисунок: { $drawn } из { $people } человека. Таблица рядом показывает то же самое, её можно прослушать. Стрелки выбирают, плюс и минус меняют масштаб, 0 показывает всё, Enter показывает только выбранную ветвь.
        [few] Рисунок: { $drawn } из { $people } человек. Таблица рядом показывает то же самое, её можно прослушать. Стрелки выбирают, плюс и минус меняют масштаб, 0 показывает всё, Enter показывает только выбранную ветвь.
       *[many] Рисунок: { $drawn } из { $people } человек. Таблица рядом показывает то же самое, её можно прослушать. Стрелки выбирают, плюс и минус меняют масштаб, 0 показывает всё, Enter показывает только выбранную ветвь.
    }
tree-drawn-chosen =
    { $count ->
        [0] { $name }, уровень { $level }, ниже никого
        [one] { $name }, уровень { $level }, ниже { $text } человек
        [few] { $name }, уровень { $level }, ниже { $text } человека
       *[many] { $name }, уровень { $level }, ниже { $text } человек
    }
tree-drawn-leaf = никого не привёл
tree-drawn-below = ниже { $text }
tree-drawn-people =
    { $count ->
        [one] { $text } человек
        [few] { $text } человека
       *[many] { $text } человек
    }
tree-drawn-levels =
    { $count ->
        [one] { $text } уровень
        [few] { $text } уровня
       *[many] { $text } уровней
    }
tree-tip-bud =
    { $count ->
        [one] Не нарисован { $text } приведённый; вместе со всеми ниже — { $people }. Нажмите, чтобы увидеть больше.
        [few] Не нарисованы { $text } приведённых; вместе со всеми ниже — { $people }. Нажмите, чтобы увидеть больше.
       *[many] Не нарисовано { $text } приведённых; вместе со всеми ниже — { $people }. Нажмите, чтобы увидеть больше.
    }
tree-tip-fold =
    { $count ->
        [one] Свёрнут { $text } уровень этого пути, людей на нём: { $people }. Нажмите, чтобы развернуть часть.
        [few] Свёрнуты { $text } уровня этого пути, людей на них: { $people }. Нажмите, чтобы развернуть часть.
       *[many] Свёрнуто { $text } уровней этого пути, людей на них: { $people }. Нажмите, чтобы развернуть часть.
    }
tree-zoom-in = Крупнее
tree-zoom-out = Мельче
tree-zoom-fit = Показать весь рисунок
tree-standing-root = корень
tree-standing-advocate = пригласивший
tree-standing-friend = приглашённый
tree-standing-guest = гость

## Customers
customers-count =
    { $count ->
        [one] { $count } человек
        [few] { $count } человека
       *[many] { $count } человек
    }
customers-search = Имя, почта, номер или код
customers-none = Таких клиентов нет
customers-none-text = Снимите фильтр или поищите что-нибудь другое.
customers-empty = Клиентов пока нет
customers-empty-text = Они появятся, как только магазин будет прочитан.
customer-active = Активен
customer-active-what = У него есть учётная запись в магазине.
customer-guest = Гость
customer-guest-what = Заказывал без учётной записи; сольётся с ней, если позже её заведёт.
customer-deleted = Удалён
customer-deleted-what = Учётной записи в магазине больше нет. Заработанное раньше остаётся в истории.
customer-erased = Стёрт
customer-erased-what = Стёрт здесь по просьбе. События и суммы остались, уже без человека.
filter-has = Отобрать
filter-has-any = Все люди
filter-has-code = С кодом
filter-has-advocate = Кого привели
filter-has-friends = Кто привёл других
customer-detail = Клиент подробно
customer-brought-by = Кто привёл
customer-since = с
customer-by-code = по коду
customer-by-hand = Вручную
customer-by-hand-what = Так указал сотрудник; причина записана в журнале.
customer-taken-over = Перенято
customer-taken-over-what = Взято из того, что магазин хранил до Vouchsafe.
customer-nobody = Его никто не привёл.
customer-refused = Отклонённые обращения
customer-figures = Показатели
customer-level = Уровень
customer-revenue = Выручка как от приглашённого
customer-earned = Действующие награды
customer-date-registered = Зарегистрирован
customer-date-first-order = Первый заказ
customer-date-activated = Активен с
customer-date-first-paid = Первая оплата
customer-aliases = Известен как
alias-customer-id = Клиент
alias-email = Почта
alias-guest-order = Гостевой заказ
alias-merged = Слит с
shared-email =
    { $count ->
        [one] Тот же адрес почты ещё у { $count } человека
        [few] Тот же адрес почты ещё у { $count } человек
       *[many] Тот же адрес почты ещё у { $count } человек
    }
shared-mailbox =
    { $count ->
        [one] Тот же почтовый ящик ещё у { $count } человека
        [few] Тот же почтовый ящик ещё у { $count } человек
       *[many] Тот же почтовый ящик ещё у { $count } человек
    }
shared-phone =
    { $count ->
        [one] Тот же телефон ещё у { $count } человека
        [few] Тот же телефон ещё у { $count } человек
       *[many] Тот же телефон ещё у { $count } человек
    }
shared-address =
    { $count ->
        [one] Тот же почтовый адрес ещё у { $count } человека
        [few] Тот же почтовый адрес ещё у { $count } человек
       *[many] Тот же почтовый адрес ещё у { $count } человек
    }
shared-more = и ещё { $count }
timeline = История
timeline-empty = Пока ничего не произошло.
rejudge-of = Пересмотрено: { $event }
rejudge-code-learned = Выяснилось, чей это код.
rejudge-guest-linked = Выяснилось, что у гостя есть аккаунт.
rejudge-attributed = Сотрудник указал, кто пригласил этого человека.
rejudge-bound-late = О том, кто пригласил этого человека, узнали позже.
timeline-late = узнали позже:
timeline-granted = Награда дана
timeline-refused = Отказано
timeline-nothing = Без последствий
explain = Объяснить
explain-this = Объяснить: { $event }, { $subject }
explain-title = Почему: { $subject }
explain-none = По этому поводу пока ничего не решено.
explain-judged =
    { $role ->
        [advocate] Для пригласившего, по { $program }, версия { $version }, правило { $rule },
       *[friend] Для приглашённого, по { $program }, версия { $version }, правило { $rule },
    }
explain-superseded = Пересмотрено
explain-superseded-what = Решено заново, когда стало известно больше; действует новое решение, а это остаётся в истории.
explain-raise = { $program }, версия { $version }, предлагает { $to } вместо { $from }; больше не даётся, пока кто-нибудь не согласится.
explain-refused = Код { $code } никого не привёл:
explain-checks =
    { $count ->
        [one] { $count } проверка
        [few] { $count } проверки
       *[many] { $count } проверок
    }
explain-all = Показать все решения: { $count }

## Codes
codes = Коды
codes-none = Кода пока нет.
code-issue = Выдать код
code-copy = Скопировать код { $code }
code-disable = Отключить
code-disable-this = Отключить код { $code }
code-disabled = Отключён
code-disabled-since = отключён
code-friends =
    { $count ->
        [one] привёл { $count } человека
        [few] привёл { $count } человек
       *[many] привёл { $count } человек
    }
code-since = выдан
code-since-about = выдан около
issue-title = Выдать код
issue-kind = Вид кода
issue-random = Случайный
issue-random-what = Легко прочесть, нельзя угадать.
issue-name = С именем
issue-name-what = Впереди имя, за ним случайные буквы.
issue-vanity = На ваш выбор
issue-vanity-what = Легко запомнить, но и угадать легко.
issue-vanity-code = Код
issue-vanity-hint = От 4 до 24 латинских букв и цифр, между ними одиночные дефисы. Большие и маленькие буквы не различаются.
issue-vanity-missing = Введите желаемый код.
issue-done = Выдан код { $code }
disable-title = Отключить { $code }
disable-text = С этой минуты по этому коду никого нельзя привести. Кто пришёл по нему раньше, останется как есть.
disable-done = Код { $code } отключён

## Attribution by hand
attribute-open = Указать, кто привёл…
attribute-no-guest = У гостя ещё нет учётной записи, для которой это можно указать.
attribute-title = Указать, кто привёл этого человека
attribute-text = Назовите пригласившего по его коду. Что произойдёт, вы увидите до того, как что-либо будет сделано.
attribute-code = Код пригласившего
attribute-code-hint = Любой его код, который не отключён.
attribute-code-missing = Введите код пригласившего.
attribute-looking = Выясняем, что произойдёт…
attribute-look = Показать, что произойдёт
attribute-preview = Что произойдёт
attribute-refused = Сделать это нельзя:
attribute-advocate = Пригласивший
attribute-supersedes = Вместо
attribute-later-only = Это действует только для будущих событий. Данные раньше награды остаются у тех, кому их дали.
attribute-rewards =
    { $count ->
        [one] Будет дано { $count } вознаграждение, и оно подождёт проверки:
        [few] Будет дано { $count } вознаграждения, и они подождут проверки:
       *[many] Будет дано { $count } вознаграждений, и они подождут проверки:
    }
attribute-no-rewards = Из того, что уже произошло, наград не выходит.
attribute-decisions =
    { $count ->
        [one] { $count } решение будет принято заново; старое останется в истории.
        [few] { $count } решения будут приняты заново; старые останутся в истории.
       *[many] { $count } решений будут приняты заново; старые останутся в истории.
    }
attribute-confirm = Указать
attribute-done = Готово: запись есть в журнале.

## Erasing a person
erase-open = Стереть…
erase-title = Стереть этого человека
erase-warning = Отменить это нельзя.
erase-goes = Исчезнет
erase-goes-what = Имя, почта и телефон, адреса, заметки и всё, что магазин о нём прислал: здесь и во всех следующих резервных копиях.
erase-stays = Останется
erase-stays-what = Заказы, приглашения, вознаграждения и журнал, под номером, который ни к кому не ведёт. Ни одна сумма не изменится.
erase-elsewhere = Не затронет
erase-elsewhere-what = Сам магазин и резервные копии, сделанные раньше; сотрите человека и там. Что магазин сообщит о нём позже, здесь не сохранится.
erase-type = Чтобы продолжить, введите ключ этого человека:
erase-key = Ключ
erase-key-wrong = Это не тот ключ; введите его точно так, как выше.
erase-confirm = Стереть
erase-done = Стёрто. Суммы и журнал на месте.

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

full-check = Полная сверка
full-check-what = Сравнивает все записи с магазином, месяц за месяцем.
full-check-under = Всё сверяется с магазином. Можно работать дальше.
sync-queued = Ждут пересмотра
sync-queued-what = События, о которых теперь известно больше.
synced-demo = Демо на { $date }
health-open = Магазин не отвечает; скоро будет ещё одна попытка.
health-open-in = Магазин не отвечает; следующая попытка через { $time }.
health-half-open = Магазин отвечает не на каждый запрос; запрос повторяется.
completeness-never = С магазином ещё не сверялось: начните полную сверку, чтобы знать, что ничего не пропало.
completeness-good = Всё совпадает с магазином (последняя полная сверка: { $checked }).
completeness-bad =
    { $count ->
        [one] С магазином расходится { $count } вид записей (последняя полная сверка: { $checked }). Синхронизируйте ещё раз и сверьте снова.
        [few] С магазином расходятся { $count } вида записей (последняя полная сверка: { $checked }). Синхронизируйте ещё раз и сверьте снова.
       *[many] С магазином расходятся { $count } видов записей (последняя полная сверка: { $checked }). Синхронизируйте ещё раз и сверьте снова.
    }
completeness-but =
    { $count ->
        [one] Всё, что удалось прочесть, совпадает с магазином; в карантине ждёт { $count } запись (последняя полная сверка: { $checked }).
        [few] Всё, что удалось прочесть, совпадает с магазином; в карантине ждут { $count } записи (последняя полная сверка: { $checked }).
       *[many] Всё, что удалось прочесть, совпадает с магазином; в карантине ждут { $count } записей (последняя полная сверка: { $checked }).
    }
complete-unknown = Здесь { $here }; с магазином ещё не сверялось.
complete-yes = { $here } из { $there } (последняя полная сверка: { $checked }).
complete-no = Здесь { $here }, в магазине { $there } (последняя полная сверка: { $checked }).
complete-same-count = столько же, но содержание разное
complete-gone =
    { $count ->
        [one] { $count } больше нет в магазине
        [few] { $count } больше нет в магазине
       *[many] { $count } больше нет в магазине
    }
complete-gone-what = Здесь они остаются как история и не считаются.
complete-quarantined = { $count } в карантине
complete-months =
    { $count ->
        [one] Расходится { $count } месяц
        [few] Расходятся { $count } месяца
       *[many] Расходятся { $count } месяцев
    }
quarantine-look = Подробно
quarantine-look-at = Подробно о { $source }
repair-pick = Выбрать { $source }
repair-pick-all = Выбрать все
repair-all = Повторить все
repair-chosen =
    { $count ->
        [one] Повторить { $count } запись
        [few] Повторить { $count } записи
       *[many] Повторить { $count } записей
    }
repair-under = Готово { $done } из { $total }
repair-done = Исправлено: { $fixed }. По-прежнему: { $still }. Больше нет в магазине: { $gone }.
repair-title = Запись в карантине
repair-tried = Попытки
repair-times =
    { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
repair-last = последняя
repair-raw = Что прислал магазин
repair-raw-what = Сведения о людях закрыты, поэтому это можно отправить в поддержку.
repair-fixed = Исправлено: запись теперь в зеркале.
repair-still = Понять её всё ещё не удалось. Она остаётся в карантине.
repair-gone = Этой записи в магазине больше нет, исправлять нечего.
token-title = Введите новый токен
token-text = Создайте токен в панели магазина (Extensions, ваше приложение) и вставьте его сюда. Прочитанное не пропадёт.
token-submit = Взять этот токен
token-no-keychain = На этом компьютере нет связки ключей?
token-passphrase-hint = С паролем токен хранится в зашифрованном файле, без него только пока Vouchsafe открыт.
token-done = Токен сохранён, чтение продолжается.
unlock-title = Открыть сохранённый токен
unlock-text = Токен лежит в зашифрованном файле. Введите его пароль, и чтение продолжится.
unlock-submit = Открыть
resume-title = Выплаты приостановлены
resume-first = База восстановлена из копии. Сначала синхронизируйте и сделайте полную сверку; когда расхождений не будет, выплаты можно продолжить.
resume-ready = База восстановлена из копии и снова совпадает с магазином. Перед продолжением выплат посмотрите на вознаграждения к выплате.
resume-payouts = Продолжить выплаты
resume-done = Выплаты продолжаются.
checkup = Проверка
checkup-text = Те же вопросы, что задаёт «vouchsafe doctor» в командной строке.
checkup-run = Проверить
checkup-ok = в порядке
checkup-bad = требует внимания
sync-log = Журнал чтения
synclog-level = Важность
synclog-copy = Скопировать для поддержки
synclog-empty = Пока ничего не записано.
synclog-none =
    { $count ->
        [one] Среди { $count } последней записи таких нет.
        [few] Среди { $count } последних записей таких нет.
       *[many] Среди { $count } последних записей таких нет.
    }
level-info = Заметка
level-warning = Внимание
level-error = Ошибка

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
settings-secrets = Секреты
secrets-keychain = В связке ключей этого компьютера.
secrets-file = В зашифрованном файле рядом с базой: связки ключей на этом компьютере нет.
secrets-session = Только пока Vouchsafe открыт; потом токен понадобится снова.
secrets-locked = В зашифрованном файле, который ждёт пароля; введите его на экране «Синхронизация».
secrets-unknown = Пока неизвестно: токен ещё не понадобился.
locale-system = Как в системе
locale-en = English
locale-ru = Русский
theme-system = Как в системе
theme-light = Светлая
theme-dark = Тёмная

## Keeping
keeping = Резервная копия
keeping-text = В копии есть всё, что знает это рабочее место; она проверяется сразу после записи. Токенов в ней нет.
backup-open = Сделать копию…
backup-title = Сделать резервную копию
backup-text = Место вы выберете на следующем шаге. База всё это время остаётся открытой.
backup-passphrase-hint = Оставьте пустым, если копию может открыть любой. Потерянный пароль восстановить нельзя.
backup-differ = Пароли не совпадают; введите их ещё раз.
backup-plain-warning = Без пароля всех клиентов прочтёт любой, у кого окажется файл.
backup-confirm = Выбрать место
backup-done = Копия сделана ({ $size }),
backup-encrypted = Зашифрована вашим паролем.
backup-plain = Не зашифрована.
passphrase = Пароль
passphrase-again = Пароль ещё раз
restore-open = Восстановить…
restore-title = Восстановить из копии
restore-text = Копию вы выберете на следующем шаге. Она откроется рядом с нынешней базой, а та останется как есть.
restore-warning = Выплаты приостановятся, пока полная сверка не сравнит восстановленную базу с магазином.
restore-passphrase-hint = Оставьте пустым, если у копии его нет.
restore-confirm = Выбрать копию
restore-done = Восстановлено. Выплаты приостановлены до следующей полной сверки.
own = Само по себе
tray = Читать дальше, когда окно закрыто
tray-what = Vouchsafe остаётся в трее, и к открытию окна цифры свежие.
write-back = Записывать коды в магазин
write-back-what = Каждый новый код попадает в метаданные клиента, чтобы страницы магазина могли его показать.
write-back-warning = Это меняет записи в магазине: коды увидят и другие программы.
banner-newer = Этот файл сделан более новой версией Vouchsafe и открыт только для чтения; обновите Vouchsafe, чтобы менять его.
banner-restored = База восстановлена из копии, поэтому выплаты приостановлены; сделайте полную сверку на экране «Синхронизация».
banner-restored-go = К синхронизации

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
palette-customers-of = Искать «{ $text }» среди клиентов
palette-rewards-of = Искать «{ $text }» в вознаграждениях
palette-referrals-of = Искать «{ $text }» в приглашениях
keys-title = Клавиатура
keys-search = Поиск на этом экране
keys-list = Двигаться по списку
keys-open = Открыть строку
keys-review-move = Двигаться по списку
keys-review-evidence = Показать, что известно
keys-review-pick = Выбрать вознаграждение или снять выбор
keys-review-range = Выбрать всё между ними
keys-review-all = Выбрать всё, что показывает фильтр
keys-review-none = Снять выбор
keys-review-approve = Одобрить
keys-review-reject = Отклонить
keys-review-hold = Задержать
keys-review-domain = Исключить почтовый домен
keys-review-referral = Отклонить всё приглашение
keys-review-send = Отправить форму
keys-tree = Свернуть и раскрыть ветвь; ходить по графику
keys-zoom = Масштаб рисунка дерева; показать весь рисунок
keys-close = Закрыть

## Errors: what happened and what to do, in one sentence
error-shop-unreachable = Магазин { $url } не отвечает; проверьте адрес и сеть и попробуйте снова.
error-token-refused = Магазин { $url } не принял токен; создайте в магазине новый и подключитесь снова.
error-permission-missing = Токену не хватает прав { $permissions }; добавьте их в панели магазина и попробуйте снова.
error-shop-timed-out = Магазин { $url } не ответил вовремя; попробуйте снова, а если повторится, спросите его владельца.
error-shop-redirects = Магазин перенаправляет на { $url }; подключите этот адрес, если доверяете ему.
error-shop-too-old = В магазине Saleor { $version }, это слишком старая версия; нужна 3.14 или новее.
error-not-saleor = По адресу { $url } нет API Saleor; адрес обычно кончается на /graphql/.
error-bad-url = «{ $url }» не похоже на адрес магазина; введите адрес, начиная с https://.
error-other-shop = Эта база принадлежит магазину { $expected }; чтобы подключить другой, откройте другую базу.
error-shop-answer = Ответ магазина не удалось понять ({ $what }); попробуйте снова, а если повторится, сообщите его владельцу.
error-answer-too-large = Ответ магазина разрастается больше чем до { $limit } байт, таких страниц не бывает; спросите владельца, что стоит перед магазином.
error-shop-failed = В магазине произошёл сбой ({ $what }); попробуйте позже, а если повторится, спросите его владельца.
error-shop-refused = Магазин отклонил запрос ({ $what }); если повторится, спросите его владельца.
error-cursor-lost = Магазин больше не знает места, где остановилось чтение; запустите синхронизацию снова, и этот вид записей будет прочитан с начала.
error-too-costly = Одна запись стоит { $cost } баллов, а магазин разрешает { $maximum }; попросите его владельца поднять предел.
error-shop-resting = Магазин несколько раз подряд не справился и оставлен в покое на { $seconds } с; после этого синхронизация продолжится.
error-outcome-unknown = Неизвестно, записал ли это магазин ({ $what }); посмотрите в магазине, прежде чем отправлять снова.
error-rate-limited = Магазин просит подождать { $seconds } с; после этого синхронизация продолжится сама.
error-cancelled = Остановлено по вашей просьбе; «Продолжить» начнёт с того же места.
error-db-newer = База создана более новым Vouchsafe (формат { $found }, здесь известен { $known }); чтобы открыть её, обновите Vouchsafe.
error-db-older = База создана более старым Vouchsafe (формат { $found }, здесь нужен { $known }); откройте её один раз в окне или запустите vouchsafe sync.
error-db-damaged = База повреждена; восстановите её из резервной копии.
error-db-in-use = База { $path } уже открыта в другом окне Vouchsafe; сначала закройте его.
error-disk-full = На диске нет места; освободите его и повторите; ничего не потеряно.
error-file-unreadable = Файл { $path } не читается; проверьте, что он есть и что вам можно его открыть.
error-file-not-events = { $path }, строка { $line }: это не событие ({ $what }); исправьте строку и откройте файл снова.
error-sheet-line = { $path }, строка { $line }: прочитать нельзя ({ $what }); исправьте её и откройте файл снова.
error-program-invalid = { $line ->
        [none] В программе { $file } ошибка: { $what }.
       *[other] В программе { $file }, строка { $line }, ошибка: { $what }.
    }
error-unknown-currency = Валюта { $currency } неизвестна ({ $what }); запись отложена, пока это не исправят.
error-bad-row = Запись не удалось понять ({ $what }); она отложена, остальное читается дальше.
error-stale = Пока вы смотрели, это изменилось; посмотрите заново и решите ещё раз.
error-date-past = Выберите дату, которая ещё не прошла.
error-too-many = За один раз можно не больше { $most }; выберите меньше.
error-reason-missing = Укажите причину; она попадёт в журнал.
error-code-length = В коде от 4 до 24 знаков; выберите код длиннее или короче.
error-code-signs = В коде бывают латинские буквы без акцентов, цифры и одиночные дефисы между ними; выберите другой.
error-code-no-letter = Код из одних цифр похож на номер в магазине; добавьте букву.
error-code-reserved = Это слово означает другое; выберите другой код.
error-code-taken = Код { $code } уже чей-то или отключён; выберите другой.
error-code-of-erased = Это код того, чьи данные стёрты; выберите другой.
error-line-of-erased = Строка { $line } файла { $path } называет того, чьи данные стёрты; удалите строку и импортируйте файл ещё раз.
error-restored-may-hold-erased = В резервной копии может быть тот, чьи данные с тех пор стёрты; найдите его и сотрите данные ещё раз.
error-import-conflicts =
    { $count ->
        [one] { $count } строка говорит иное, чем записано здесь; записанное остаётся. Исправьте файл или оставьте как есть.
        [few] { $count } строки говорят иное, чем записано здесь; записанное остаётся. Исправьте файл или оставьте как есть.
       *[other] { $count } строк говорят иное, чем записано здесь; записанное остаётся. Исправьте файл или оставьте как есть.
    }
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
error-no-passphrase = Пароля нет; положите его в VOUCHSAFE_PASSPHRASE.
error-erase-unconfirmed = Так { $key } будет стёрт навсегда; посмотрите, что исчезнет, и добавьте --yes, чтобы стереть.
error-erase-left = Стёрто, но принадлежавшее человеку ещё встречается в файле, столько раз: { $count }; не делайте с него копий и обратитесь за помощью.
error-quarantined = Готово, но записей в карантине: { $count }; их покажет vouchsafe status.
error-chart-kind = { $path } должен кончаться на .svg или .png.
error-file-kind = { $path } должен оканчиваться на .ndjson (события) или .csv (таблица); либо укажите с --as, что в нём.
error-file-unwritten = { $path } не записывается ({ $what }); выберите другое место или освободите диск.
error-findings = Готово; обратите внимание, находок: { $count }.
error-file-there = По адресу { $path } уже есть файл; выберите другое имя или уберите его.
error-passphrase-short = Пароль слишком короткий; нужно не меньше { $least } знаков.
error-passphrase-missing = Файл зашифрован; введите его пароль.
error-passphrase-wrong = Пароль не открывает этот файл; попробуйте ещё раз.
error-not-confirmed = Введённое не совпадает с ключом человека; посмотрите ещё раз и введите его точно.
error-token-missing = Токен магазина { $url } не сохранён на этом компьютере; введите его ещё раз.
error-no-tray = На этом рабочем столе нет области уведомлений; Vouchsafe оказался бы недоступен, поэтому он по-прежнему закрывается вместе с окном.
error-bad-moment = «{ $what }» — не момент времени; выберите день ещё раз.

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
reason-order-edited = Заказ изменили, и награда стала меньше.
reason-code-taken = Этот код уже принадлежит другому.
reason-not-in-arm = Правило относится к другой ветви эксперимента.
reason-excluded-channel = Канал продаж исключён.
reason-velocity = Пригласивший привёл слишком многих за слишком короткое время.
reason-refund-rate = Слишком за многие заказы его приглашённых вернули деньги.
reason-cluster = У слишком многих людей одна карта, один адрес, одно устройство или один IP-адрес.
reason-relay-email = Адрес почты лишь пересылает письма на другой.
reason-limit-per-advocate = Исчерпан лимит наград на одного человека.
reason-option-unknown = У награды нет такого варианта, или выбирать уже поздно.
reason-referral-rejected = Приглашение отклонено сотрудником.
reason-refund-above-amount = Вернули больше, чем было заплачено.
reason-no-upline = Так высоко над приглашённым никого нет.

## Checks: what a decision looked at
check-trigger-pass = На такое событие правило отзывается.
check-trigger-refuse = Из этого события ничего не следует.
check-program-pass = Программа { $program } действовала, версия { $version }.
check-program-refuse = Программа { $program } не действовала.
check-occurrence-pass = Для этого приглашённого это случай № { $nth } по правилу.
check-occurrence-refuse = Для этого приглашённого это был бы случай № { $nth }, а за него правило не награждает.
check-referral-pass = Привёл { $advocate } по коду { $code }.
check-referral-refuse = { $advocate ->
        [none] У покупателя нет пригласившего.
       *[other] Привёл { $advocate }, но это приглашение ничего не даёт.
    }
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
check-country-pass = Страна { $saw } входит в правило.
check-country-refuse = { $saw ->
        [none] В заказе не указана страна доставки.
       *[other] Страна { $saw } не входит в правило.
    }
check-category-pass = В заказе есть что-то из подходящей категории.
check-category-refuse = В заказе нет ничего из подходящих категорий.
check-new-customer-pass = До этого приглашённый ничего не заказывал.
check-new-customer-refuse = Приглашённый уже заказывал: { $since }.
check-signup-window-pass = Это случилось { $date }, достаточно скоро после регистрации: срок до { $until }.
check-signup-window-refuse = { $until ->
        [none] У приглашённого нет учётной записи, и отсчитывать срок не от чего.
       *[other] Это случилось { $date }, а срок после регистрации прошёл { $until }.
    }
check-role-pass = Роль { $role } достаточно высока: нужна { $least } или выше.
check-role-refuse = { $role ->
        [none] У получателя ещё нет роли; нужна { $least } или выше.
       *[other] Роль { $role } слишком низка; нужна { $least } или выше.
    }
check-experiment-pass = В эксперименте { $experiment } досталась ветвь { $arm }.
check-experiment-refuse = { $wanted ->
        [none] В эксперименте { $experiment } человек попал в контрольную группу, которая ничего не получает.
       *[other] Досталась ветвь { $arm }, а правило — для ветви { $wanted }.
    }
check-upline-pass = На уровне { $level } над приглашённым стоит { $upline }.
check-upline-refuse = { $upline ->
        [none] На уровне { $level } над приглашённым никого нет.
       *[other] Путь к уровню { $level } кончается на { $upline }, и здесь ничего не положено.
    }
check-score-pass = { $threshold ->
        [none] Все признаки вместе дают { $score } баллов.
       *[other] Все признаки вместе дают { $score } баллов, меньше { $threshold }.
    }
check-score-wait = Все признаки вместе дают { $score } баллов; начиная с { $threshold } должен посмотреть человек.
check-score-refuse = Все признаки вместе дают { $score } баллов; начиная с { $threshold } ничего не даётся.
check-limit-per-advocate-pass = Таких наград у человека было { $saw }; лимит { $limit }.
check-limit-per-advocate-refuse = Таких наград у человека уже { $saw }, а лимит { $limit }.
check-limit-per-day-pass = Таких наград у человека в тот день было { $saw }; лимит { $limit }.
check-limit-per-day-refuse = Таких наград у человека в тот день уже { $saw }, а лимит { $limit }.
check-limit-per-month-pass = Таких наград у человека в том месяце было { $saw }; лимит { $limit }.
check-limit-per-month-refuse = Таких наград у человека в том месяце уже { $saw }, а лимит { $limit }.
check-cooldown-pass = { $last ->
        [none] Такой награды раньше не было.
       *[other] Ближайшая такая награда была { $last }, это достаточно давно.
    }
check-cooldown-refuse = Ближайшая такая награда была { $last }; следующая возможна только с { $until }.
check-step-pass = { $step ->
        [none] Счёт: { $count }, ни одна ступень не подошла; действует значение для прочих.
       *[other] Счёт: { $count }, достигнута ступень { $step }.
    }
check-step-refuse = Счёт: { $count }, ни одна ступень не подошла.
check-boost-pass = { $boost }: даётся { $factor } % от этой суммы.
check-cap-pass = Вышло бы { $uncapped }; за один раз даётся не больше { $cap }.
check-budget-pass = С ней потрачено { $spent } из бюджета { $budget }.
check-budget-refuse = С ней было бы потрачено { $spent }, а бюджет — { $budget }.
check-email-verified-pass = Приглашённый подтвердил адрес почты.
check-email-verified-wait = Ждёт, пока приглашённый подтвердит адрес почты.
check-phone-verified-pass = Приглашённый подтвердил номер телефона.
check-phone-verified-wait = Ждёт, пока приглашённый подтвердит номер телефона.
check-account-age-pass = Учётная запись приглашённого достаточно старая: она с { $since }.
check-account-age-wait = { $until ->
        [none] Ждёт, пока приглашённый заведёт учётную запись и она станет достаточно старой.
       *[other] Ждёт, пока учётная запись приглашённого станет достаточно старой: { $until }.
    }
check-unlocked-pass = Роль { $role } открывает награду: нужна { $least } или выше.
check-unlocked-wait = { $role ->
        [none] Закрыто, пока у получателя не будет роли { $least }.
       *[other] Закрыто, пока у получателя не будет роли { $least }; сейчас { $role }.
    }
check-same-email-pass = { $points ->
        [none] Письма приглашённому и пригласившему приходят в разные ящики.
       *[other] { $evidence ->
            [erased] Письма приглашённому и пригласившему приходят в один ящик; он стёрт. Это { $points } баллов.
           *[other] Письма приглашённому и пригласившему приходят в один ящик: { $evidence }. Это { $points } баллов.
        }
    }
check-same-email-wait = { $evidence ->
        [erased] Письма приглашённому и пригласившему приходят в один ящик; он стёрт. Должен посмотреть человек.
       *[other] Письма приглашённому и пригласившему приходят в один ящик: { $evidence }. Должен посмотреть человек.
    }
check-same-email-refuse = { $evidence ->
        [erased] Письма приглашённому и пригласившему приходят в один ящик; он стёрт. Тогда ничего не даётся.
       *[other] Письма приглашённому и пригласившему приходят в один ящик: { $evidence }. Тогда ничего не даётся.
    }
check-same-phone-pass = { $points ->
        [none] У приглашённого и пригласившего разные номера телефона.
       *[other] { $evidence ->
            [erased] У приглашённого и пригласившего один номер телефона; он стёрт. Это { $points } баллов.
           *[other] У приглашённого и пригласившего один номер телефона: { $evidence }. Это { $points } баллов.
        }
    }
check-same-phone-wait = { $evidence ->
        [erased] У приглашённого и пригласившего один номер телефона; он стёрт. Должен посмотреть человек.
       *[other] У приглашённого и пригласившего один номер телефона: { $evidence }. Должен посмотреть человек.
    }
check-same-phone-refuse = { $evidence ->
        [erased] У приглашённого и пригласившего один номер телефона; он стёрт. Тогда ничего не даётся.
       *[other] У приглашённого и пригласившего один номер телефона: { $evidence }. Тогда ничего не даётся.
    }
check-same-address-pass = { $points ->
        [none] У приглашённого и пригласившего разные почтовые адреса.
       *[other] { $evidence ->
            [erased] У приглашённого и пригласившего один почтовый адрес; он стёрт. Это { $points } баллов.
           *[other] У приглашённого и пригласившего один почтовый адрес: { $evidence }. Это { $points } баллов.
        }
    }
check-same-address-wait = { $evidence ->
        [erased] У приглашённого и пригласившего один почтовый адрес; он стёрт. Должен посмотреть человек.
       *[other] У приглашённого и пригласившего один почтовый адрес: { $evidence }. Должен посмотреть человек.
    }
check-same-address-refuse = { $evidence ->
        [erased] У приглашённого и пригласившего один почтовый адрес; он стёрт. Тогда ничего не даётся.
       *[other] У приглашённого и пригласившего один почтовый адрес: { $evidence }. Тогда ничего не даётся.
    }
check-same-device-pass = { $points ->
        [none] Приглашённого и пригласившего видели на разных устройствах.
       *[other] { $evidence ->
            [erased] Приглашённого и пригласившего видели на одном устройстве; оно стёрто. Это { $points } баллов.
           *[other] Приглашённого и пригласившего видели на одном устройстве: { $evidence }. Это { $points } баллов.
        }
    }
check-same-device-wait = { $evidence ->
        [erased] Приглашённого и пригласившего видели на одном устройстве; оно стёрто. Должен посмотреть человек.
       *[other] Приглашённого и пригласившего видели на одном устройстве: { $evidence }. Должен посмотреть человек.
    }
check-same-device-refuse = { $evidence ->
        [erased] Приглашённого и пригласившего видели на одном устройстве; оно стёрто. Тогда ничего не даётся.
       *[other] Приглашённого и пригласившего видели на одном устройстве: { $evidence }. Тогда ничего не даётся.
    }
check-same-card-pass = { $points ->
        [none] Приглашённый и пригласивший платили разными картами.
       *[other] { $evidence ->
            [erased] Приглашённый и пригласивший платили одной картой; она стёрта. Это { $points } баллов.
           *[other] Приглашённый и пригласивший платили одной картой: { $evidence }. Это { $points } баллов.
        }
    }
check-same-card-wait = { $evidence ->
        [erased] Приглашённый и пригласивший платили одной картой; она стёрта. Должен посмотреть человек.
       *[other] Приглашённый и пригласивший платили одной картой: { $evidence }. Должен посмотреть человек.
    }
check-same-card-refuse = { $evidence ->
        [erased] Приглашённый и пригласивший платили одной картой; она стёрта. Тогда ничего не даётся.
       *[other] Приглашённый и пригласивший платили одной картой: { $evidence }. Тогда ничего не даётся.
    }
check-same-card-digits-pass = { $points ->
        [none] Приглашённый и пригласивший платили картами с разными цифрами.
       *[other] { $evidence ->
            [erased] Приглашённый и пригласивший платили картами с одинаковыми цифрами; они стёрты. Это { $points } баллов.
           *[other] Приглашённый и пригласивший платили картами с одинаковыми цифрами: { $evidence }. Это { $points } баллов.
        }
    }
check-same-card-digits-wait = { $evidence ->
        [erased] Приглашённый и пригласивший платили картами с одинаковыми цифрами; они стёрты. Должен посмотреть человек.
       *[other] Приглашённый и пригласивший платили картами с одинаковыми цифрами: { $evidence }. Должен посмотреть человек.
    }
check-same-card-digits-refuse = { $evidence ->
        [erased] Приглашённый и пригласивший платили картами с одинаковыми цифрами; они стёрты. Тогда ничего не даётся.
       *[other] Приглашённый и пригласивший платили картами с одинаковыми цифрами: { $evidence }. Тогда ничего не даётся.
    }
check-same-ip-pass = { $points ->
        [none] Приглашённый и пригласивший пришли с разных IP-адресов.
       *[other] { $evidence ->
            [erased] Приглашённый и пригласивший пришли с одного IP-адреса; он стёрт. Это { $points } баллов.
           *[other] Приглашённый и пригласивший пришли с одного IP-адреса: { $evidence }. Это { $points } баллов.
        }
    }
check-same-ip-wait = { $evidence ->
        [erased] Приглашённый и пригласивший пришли с одного IP-адреса; он стёрт. Должен посмотреть человек.
       *[other] Приглашённый и пригласивший пришли с одного IP-адреса: { $evidence }. Должен посмотреть человек.
    }
check-same-ip-refuse = { $evidence ->
        [erased] Приглашённый и пригласивший пришли с одного IP-адреса; он стёрт. Тогда ничего не даётся.
       *[other] Приглашённый и пригласивший пришли с одного IP-адреса: { $evidence }. Тогда ничего не даётся.
    }
check-signups-per-ip-pass = { $points ->
        [none] С IP-адреса приглашённого в тот день зарегистрировались столько человек: { $count }; допустимо не больше { $limit }.
       *[other] С IP-адреса приглашённого в тот день зарегистрировались слишком многие: { $count }. Это { $points } баллов.
    }
check-signups-per-ip-wait = С IP-адреса приглашённого в тот день зарегистрировались слишком многие: { $count }. Должен посмотреть человек.
check-signups-per-ip-refuse = С IP-адреса приглашённого в тот день зарегистрировались слишком многие: { $count }. Тогда ничего не даётся.
check-orders-per-ip-pass = { $points ->
        [none] С IP-адреса заказа в тот день пришло столько заказов: { $count }; допустимо не больше { $limit }.
       *[other] С IP-адреса заказа в тот день пришло слишком много заказов: { $count }. Это { $points } баллов.
    }
check-orders-per-ip-wait = С IP-адреса заказа в тот день пришло слишком много заказов: { $count }. Должен посмотреть человек.
check-orders-per-ip-refuse = С IP-адреса заказа в тот день пришло слишком много заказов: { $count }. Тогда ничего не даётся.
check-disposable-email-pass = { $points ->
        [none] Почтовый домен { $evidence } одноразовых адресов не выдаёт.
       *[other] Почтовый домен { $evidence } выдаёт одноразовые адреса. Это { $points } баллов.
    }
check-disposable-email-wait = Почтовый домен { $evidence } выдаёт одноразовые адреса. Должен посмотреть человек.
check-disposable-email-refuse = Почтовый домен { $evidence } выдаёт одноразовые адреса. Тогда ничего не даётся.
check-relay-email-pass = { $points ->
        [none] Почтовый домен { $evidence } другого адреса не скрывает.
       *[other] Почтовый домен { $evidence } скрывает другой адрес. Это { $points } баллов.
    }
check-relay-email-wait = Почтовый домен { $evidence } скрывает другой адрес. Должен посмотреть человек.
check-relay-email-refuse = Почтовый домен { $evidence } скрывает другой адрес. Тогда ничего не даётся.
check-excluded-domain-pass = { $points ->
        [none] Почтовые домены этих людей не исключены.
       *[other] Почтовый домен { $evidence } исключён. Это { $points } баллов.
    }
check-excluded-domain-wait = Почтовый домен { $evidence } исключён. Должен посмотреть человек.
check-excluded-domain-refuse = Почтовый домен { $evidence } исключён. Тогда ничего не даётся.
check-excluded-customer-pass = { $points ->
        [none] Никто из этих людей не исключён.
       *[other] { $evidence } — исключённый клиент. Это { $points } баллов.
    }
check-excluded-customer-wait = { $evidence } — исключённый клиент. Должен посмотреть человек.
check-excluded-customer-refuse = { $evidence } — исключённый клиент. Тогда ничего не даётся.
check-excluded-channel-pass = { $points ->
        [none] Канал продаж не исключён.
       *[other] Канал продаж { $evidence } исключён. Это { $points } баллов.
    }
check-excluded-channel-wait = Канал продаж { $evidence } исключён. Должен посмотреть человек.
check-excluded-channel-refuse = Канал продаж { $evidence } исключён. Тогда ничего не даётся.
check-velocity-pass = { $points ->
        [none] За короткое время пригласивший привёл столько человек: { $count }; допустимо не больше { $limit }.
       *[other] За короткое время пригласивший привёл слишком многих: { $count }. Это { $points } баллов.
    }
check-velocity-wait = За короткое время пригласивший привёл слишком многих: { $count }. Должен посмотреть человек.
check-velocity-refuse = За короткое время пригласивший привёл слишком многих: { $count }. Тогда ничего не даётся.
check-refund-rate-pass = { $points ->
        [none] Деньги вернули за { $count } % заказов его приглашённых, меньше { $limit } %.
       *[other] Деньги вернули за слишком многие заказы его приглашённых: { $count } %. Это { $points } баллов.
    }
check-refund-rate-wait = Деньги вернули за слишком многие заказы его приглашённых: { $count } %. Должен посмотреть человек.
check-refund-rate-refuse = Деньги вернули за слишком многие заказы его приглашённых: { $count } %. Тогда ничего не даётся.
check-cluster-pass = { $points ->
        [none] Столько человек делят с приглашённым карту, адрес, устройство или IP-адрес: { $evidence }; слишком много — { $limit }.
       *[other] { $evidence ->
            [erased] У приглашённого есть общее со слишком многими; что именно, стёрто. Это { $points } баллов.
           *[other] Это у приглашённого общее со слишком многими: { $evidence }. Это { $points } баллов.
        }
    }
check-cluster-wait = { $evidence ->
        [erased] У приглашённого есть общее со слишком многими; что именно, стёрто. Должен посмотреть человек.
       *[other] Это у приглашённого общее со слишком многими: { $evidence }. Должен посмотреть человек.
    }
check-cluster-refuse = { $evidence ->
        [erased] У приглашённого есть общее со слишком многими; что именно, стёрто. Тогда ничего не даётся.
       *[other] Это у приглашённого общее со слишком многими: { $evidence }. Тогда ничего не даётся.
    }

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
change-sent-for-review = С этого момента ждёт решения человека
change-edited = Заказ изменили: выходит { $amount }
change-raise-proposed = Предложено: { $amount }, если кто-нибудь согласится
change-raise-dropped = Больше ничего не предлагается
change-revived = Деньги поступили вовремя: награда снова ждёт
change-email-verified = Приглашённый подтвердил почту
change-phone-verified = Приглашённый подтвердил телефон
change-account-made = Приглашённый завёл учётную запись
change-aged = Учётная запись приглашённого стала достаточно старой
change-unlocked = Открыто ролью
change-chosen = Выбран другой вариант: { $amount }
change-expired = Сгорело неиспользованным: { $amount }

## Events by name
event-customer-registered = Клиент зарегистрирован
event-customer-updated = Клиент изменён
event-customer-deleted = Клиент удалён
event-customer-returned = Клиент снова есть
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
event-order-owned = У заказа появилась учётная запись
event-referral-taken-over = Приглашение принято из другой системы
event-reward-taken-over = Награда принята из другой системы
event-time-passed = Прошло время
event-staff-attribute = Отнесено сотрудником
event-staff-erase = Человек стёрт сотрудником
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
event-staff-reject-referral = Приглашение отклонено сотрудником

## The sync’s log
log-round-done = Обход закончен: прочитано строк { $rows }, разобрано событий { $events }.
log-round-goes-on = Продолжается незаконченный проход.
log-round-stopped = Чтение остановлено; следующий проход продолжит с того же места.
log-round-failed = Проход не завершён, поэтому ничего не решалось.
log-kind-failed = Этот вид записей не дочитан; место сохранено.
log-place-lost = Магазин больше не знает места, где остановилось чтение; этот вид записей читается заново.
log-set-aside = Отложены записи, которые не удалось понять: { $rows }.
log-gone = Записей, которых в магазине больше нет: { $rows }; здесь они остаются как история.
log-reread = Заказов перечитано по их id: { $orders }, из них изменились { $changed }; под наблюдением { $watched }.
log-repair = Записей из карантина запрошено снова: { $tried }; прочитано { $repaired }, исчезло { $gone }, ещё ждут { $left }.
log-full-check = Полная сверка: здесь записей { $here }, в магазине { $there }; исправлено { $mended }, расходятся месяцев: { $unequal }.
log-full-check-failed = Полная сверка не завершена; один из следующих проходов попробует снова.
log-shop-shaky = Магазин ответил не на каждый запрос; запросы повторены.
log-shop-resting = Магазин раз за разом не отвечает; запросов не будет { $seconds } с.
log-shop-limited = Магазин просит подождать { $seconds } с.
log-clock-ahead = Часы этого компьютера спешат на { $minutes } мин, поэтому взято время магазина: переведите их.
log-clock-behind = Часы этого компьютера отстают на { $minutes } мин, поэтому самые новые записи всё время ждут: переведите часы.
log-write-back-failed = Не удалось записать коды в магазин; следующая синхронизация попробует ещё раз.

## Что находит проверка
finding-never-synced = Магазин ещё ни разу не прочитан до конца; запустите vouchsafe sync.
finding-never-checked = Зеркало ещё ни разу не сверялось с магазином полностью; запустите vouchsafe doctor --full.
finding-quarantined = В карантине ждут записи вида { $kind }: { $count }; исправьте их в магазине, и следующая синхронизация прочтёт их снова.
finding-differs = Записей вида { $kind } здесь { $here }, в магазине { $there }; расходятся месяцев: { $months }, первый — { $first }. Синхронизируйте ещё раз; если не поможет, загляните в карантин.
finding-journal-gap = В журнале пропуск на записи { $entry }; восстановите резервную копию и сохраните этот файл для специалиста.
finding-journal-chain = Запись журнала { $entry } не следует из предыдущей; восстановите резервную копию и сохраните этот файл для специалиста.
finding-journal-contents = Содержимое записи журнала { $entry } изменено; восстановите резервную копию и сохраните этот файл для специалиста.
finding-journal-transfers = Книга проводок расходится с журналом на записи { $entry }; восстановите резервную копию и сохраните этот файл для специалиста.
finding-journal-unentered = События после { $event } не внесены в журнал; восстановите резервную копию и сохраните этот файл для специалиста.
finding-file-damaged = Файл повреждён ({ $what }); восстановите резервную копию.
finding-balances-differ = Остатков, не равных сумме проводок: { $accounts }; восстановите резервную копию и сохраните этот файл для специалиста.
finding-rewards-differ = В списке вознаграждений { $shown }, а записей о них { $kept }; восстановите резервную копию и сохраните этот файл для специалиста.
finding-rows-differ = Учтённое число записей ({ $kind }) не равно числу хранимых; восстановите резервную копию и сохраните этот файл для специалиста.
finding-totals-differ = Итогов по вознаграждениям, не равных сумме списка: { $cells }; восстановите резервную копию и сохраните этот файл для специалиста.
finding-table-differs = Строк таблицы { $table }, не равных тому, что даёт журнал: { $rows }; сам журнал цел: ничего не выплачивайте и покажите этот файл специалисту.
finding-not-compared =
    { $why ->
        [journal] Журнал повреждён, поэтому таблицы с ним не сверены; сначала займитесь журналом.
        [newer] Этот файл сделан более новым Vouchsafe, поэтому таблицы не сверены с журналом; обновите Vouchsafe и проверьте снова.
       *[other] Таблицы не удалось сверить с журналом ({ $what }); проверьте, что рядом с файлом есть место и туда можно писать, и повторите проверку.
    }
finding-fold-unfinished = Ещё не рассмотрено событий: { $events }; их рассмотрит следующая синхронизация.

## Check-up
doctor-mirror = Зеркало совпадает с магазином на момент последней полной сверки
doctor-journal = Цепочка журнала цела
doctor-ledger = Остатки в учёте верны
doctor-lists = Списки и итоги совпадают с записями
doctor-file = Файл исправен
doctor-fold = Все события разобраны

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
cli-bytes = Байты
cli-cac = CAC
cli-changed = Изменено
cli-channel = Канал
cli-charts-at = Графики:
cli-check = Проверка
cli-checked-at = Последняя сверка
cli-codes = Коды
cli-complete = Целостно
cli-conflicts = Расхождения
cli-count = Число
cli-credit = Кредит
cli-currency = Валюта
cli-customers = Клиенты
cli-db = База
cli-debit = Дебет
cli-decisions = Решения
cli-denominator = Знаменатель
cli-depth = Глубина
cli-duplicate = { $event } пришло дважды и считается один раз.
cli-elsewhere = Найдено в других местах
cli-encrypted = Зашифровано
cli-epoch = Сколько раз восстановлена
cli-event = Событие
cli-events = События
cli-fact = Сведение
cli-figure = Показатель
cli-file = Файл
cli-files = Файлы
cli-finding = Находка
cli-findings = Находки
cli-from = С какого дня
cli-given = Обещано
cli-gone = Исчезли
cli-here = Здесь
cli-holder = У кого
cli-identities = Данные о личности
cli-in-mirror = В зеркале
cli-issued = Выдано
cli-journal-ends = В журнале записей: { $entries }; последняя { $head }.
cli-journal-entries = Записей журнала
cli-journal-head = Конец журнала
cli-known = Известно
cli-known-as = Известен под именами
cli-known-until = Известно до
cli-label = Метка
cli-last-synced = Последняя синхронизация
cli-left = Осталось
cli-line = Строка
cli-month = Месяц
cli-more = Ещё без кода
cli-name = Название
cli-new = Новых
cli-no = нет
cli-no-decisions = Об этом пока ничего не решено.
cli-nothing-left = В базе и её WAL от этого человека ничего не осталось; сотрите его и в магазине, и в прежних резервных копиях.
cli-numerator = Числитель
cli-party = Участник
cli-payouts-paused = Выплаты приостановлены
cli-quarantined = В карантине
cli-reason = Причина
cli-referrals = Приглашения
cli-refused = Отказы
cli-rejudges = Рассмотреть снова
cli-repaired = Исправлено
cli-reread = Перечитано
cli-restored = Выплаты приостановлены; выполните vouchsafe sync, затем vouchsafe doctor --full --resume-payouts.
cli-reward = Вознаграждение
cli-reward-cost = Расход на награды
cli-rewards = Вознаграждения
cli-roi = ROI
cli-rows = Строки
cli-rule = Правило
cli-sentence = Предложение
cli-shop = Магазин
cli-shop-open = Демо-магазин отвечает по адресу { $url } с токеном { $token }, пока не нажмёте Ctrl+C.
cli-shop-version = Версия магазина
cli-since = С какого времени
cli-skipped = Пропущено
cli-spend = Реклама
cli-staged = Событий для следующего прохода
cli-step = Шаг
cli-steps = Шаги вознаграждений
cli-subject = О чём
cli-there = В магазине
cli-totals = Итоги
cli-transfers = Проводки
cli-triggers = События правила
cli-unequal-months = Расходятся месяцев
cli-until = До
cli-url = Адрес
cli-value = Значение
cli-verdict = Исход
cli-version = Версия
cli-versions = Версий
cli-waits = Чего ждёт
cli-watched = Заказов под наблюдением
cli-what = Что
cli-write-back = Пишется в магазин
cli-written = Записано
cli-yes = да
program-state-ready = Готовая, не включена
program-state-not-started = Ещё не началась
program-state-in-force = Действует
program-state-paused = Приостановлена
program-state-ended = Завершена

## Что сделает программа

program-summary-holds = Версия { $version } действует с момента включения; дни и месяцы считаются по зоне { $zone }.
program-summary-holds-from = Версия { $version } действует с { $from }; дни и месяцы считаются по зоне { $zone }.
program-summary-until = Она заканчивается { $until }.
program-summary-mode-manual = Каждую награду одобряет человек.
program-summary-mode-auto = Награды уходят без участия человека.
program-summary-mode-limited =
    { $unit ->
        [friend] Для { $percent } из ста приглашённых награды уходят без участия человека; остальные одобряет человек.
       *[advocate] Для { $percent } из ста пригласивших награды уходят без участия человека; остальные одобряет человек.
    }
program-summary-mode-groups = Так же и для всех из этих групп: { $groups }.
program-summary-activation = Приглашённый становится активным после одного из событий: { $events }.
program-summary-budget = Всего выдаётся не больше { $amount }.
program-summary-budget-month = За календарный месяц выдаётся не больше { $amount }.
program-summary-ended-void = То, что ещё ждёт после конца программы, аннулируется.
program-summary-paused-review = То, чему наступает срок во время паузы, ждёт человека.
program-summary-touch-first = Засчитывается первый пригласивший, чьим кодом воспользовались.
program-summary-touch-last = Засчитывается последний пригласивший, чьим кодом воспользовались до закрепления.
program-summary-binds-interaction = Закрепляет любое обращение с кодом.
program-summary-binds-registration = Закрепляет регистрация или более ранний заказ.
program-summary-binds-order = Закрепляет первый заказ.
program-summary-existing-allow = Приглашённым может стать и тот, кто уже был клиентом.
program-summary-existing-refuse = Тот, кто уже был клиентом, приглашённым не считается.
program-summary-window = Приглашение приносит награды столько дней: { $days }.
program-summary-window-life = Приглашение приносит награды бессрочно.
program-summary-scope-order = Код в заказе засчитывается только этому заказу и никого не закрепляет.
program-summary-roles = Роли, начиная с низшей: { $roles }.
program-summary-rule = Правило { $rule } отвечает на: { $events }.
program-summary-occurrence-first = Награждается первое событие каждого приглашённого.
program-summary-occurrence-every = Награждается каждое событие приглашённого.
program-summary-occurrence-first-n = У каждого приглашённого награждается столько первых событий: { $n }.
program-summary-occurrence-nth = У каждого приглашённого награждается только событие номер { $n }.
program-summary-occurrence-within-months = Награждаются все события за столько месяцев после закрепления: { $n }.
program-summary-occurrence-free = После полного возврата событие считается не бывшим.
program-summary-minimum = Минимум ({ $base }): { $amounts }.
program-summary-channels = Только в этих каналах продаж: { $channels }.
program-summary-countries = Только при доставке в: { $countries }.
program-summary-categories = Только если в заказе есть что-то из категорий: { $categories }.
program-summary-new-customers = Только за самый первый заказ приглашённого.
program-summary-signup-window = Только в течение стольких дней после регистрации: { $days }.
program-summary-role = Только для тех, чья роль — { $role } или выше.
program-summary-arm = Только для ветви { $arm } эксперимента { $experiment }.
program-summary-choice-default =
    { $to ->
        [friend] Приглашённый может выбрать { $name } (это же выдаётся без выбора):
        [advocate] Пригласивший может выбрать { $name } (это же выдаётся без выбора):
       *[upline] Вышестоящий уровня { $level } может выбрать { $name } (это же выдаётся без выбора):
    }
program-summary-choice =
    { $to ->
        [friend] Или приглашённый выбирает { $name }:
        [advocate] Или пригласивший выбирает { $name }:
       *[upline] Или вышестоящий уровня { $level } выбирает { $name }:
    }
program-summary-gives-fixed =
    { $to ->
        [friend] Приглашённый получает
        [advocate] Пригласивший получает
       *[upline] Вышестоящий уровня { $level } получает
    } { $amounts }, по валюте события ({ $rail }).
program-summary-gives-percent =
    { $to ->
        [friend] Приглашённый получает
        [advocate] Пригласивший получает
       *[upline] Вышестоящий уровня { $level } получает
    } { $percent } % от базы «{ $base }» ({ $rail }).
program-summary-gives-percent-units =
    { $to ->
        [friend] Приглашённый получает
        [advocate] Пригласивший получает
       *[upline] Вышестоящий уровня { $level } получает
    } { $percent } % от базы «{ $base }», в единицах { $unit } ({ $rail }).
program-summary-gives-units =
    { $to ->
        [friend] Приглашённый получает
        [advocate] Пригласивший получает
       *[upline] Вышестоящий уровня { $level } получает
    } { $amount } { $unit } ({ $rail }).
program-summary-gives-group =
    { $to ->
        [friend] Приглашённый получает
        [advocate] Пригласивший получает
       *[upline] Вышестоящий уровня { $level } получает
    } членство в группе { $group } ({ $rail }).
program-summary-cap = Не больше: { $amounts }.
program-summary-steps =
    { $apply ->
        [at] По шкале «{ $by }», ровно на ступени:
       *[from] По шкале «{ $by }», начиная со ступени:
    }
program-summary-step-friends = Столько оплативших приглашённых, считая этого: { $n }.
program-summary-step-revenue = Выручка: { $amounts }.
program-summary-step-level = Уровень { $name }.
program-summary-step-otherwise = Иначе:
program-summary-step-otherwise-nothing = Иначе ничего.
program-summary-valid = Воспользоваться можно столько дней: { $days }.
program-summary-cost = Ожидаемая цена единицы: { $amounts }.
program-summary-locked =
    { $to ->
        [friend] Награда закрыта, пока приглашённый не получит роль { $role }.
        [advocate] Награда закрыта, пока пригласивший не получит роль { $role }.
       *[upline] Награда закрыта, пока вышестоящий уровня { $level } не получит роль { $role }.
    }
program-summary-per-friend = Не больше событий на одного приглашённого: { $n }.
program-summary-per-advocate = Не больше наград на человека: { $n }.
program-summary-per-day = Не больше наград на человека за день: { $n }.
program-summary-per-month = Не больше наград на человека за календарный месяц: { $n }.
program-summary-reversed-free = Отменённые награды в лимиты не идут.
program-summary-cooldown = Часов между двумя наградами одного человека, не меньше: { $hours }.
program-summary-wait-captured = Награда ждёт полной оплаты заказа.
program-summary-wait-email = Награда ждёт, пока приглашённый подтвердит почту.
program-summary-wait-phone = Награда ждёт, пока приглашённый подтвердит телефон.
program-summary-wait-account = Награда ждёт, пока учётной записи приглашённого не исполнится столько дней: { $days }.
program-summary-wait-days = Не дождавшись, награда аннулируется; срок в днях: { $days }.
program-summary-hold = Награда удерживается столько дней: { $days }.
program-summary-refund-window = Возврат денег отзывает выданное в течение стольких дней: { $days }.
program-summary-refund-window-none = Возврат денег не отзывает выданного.
program-summary-partial-ignore = Частичный возврат ничего не меняет.
program-summary-partial-proportional = Частичный возврат соразмерно уменьшает награду.
program-summary-partial-full = Частичный возврат отзывает всю награду.
program-summary-level = Уровень { $name }, начиная со стольких оплативших приглашённых: { $count }.
program-summary-grandfather = Достигнутый уровень остаётся.
program-summary-boost = { $name }: с { $from } по { $until } всё умножается на { $factor }.
program-summary-boost-rules = Только для правил: { $rules }.
program-summary-boost-channels = Только в каналах продаж: { $channels }.
program-summary-experiment =
    { $unit ->
        [friend] Эксперимент { $name } делит приглашённых по весам: { $arms }; с весом { $holdout } они ничего не получают.
       *[advocate] Эксперимент { $name } делит пригласивших по весам: { $arms }; с весом { $holdout } они ничего не получают.
    }
program-summary-signals-block = Ничего не выдаётся, если обнаружено: { $signals }.
program-summary-signals-review = Проверяет человек, если обнаружено: { $signals }.
program-summary-signal-score = Баллы при обнаружении, { $score }: { $signal }.
program-summary-review-at = Со стольких баллов проверяет человек: { $score }.
program-summary-block-at = Со стольких баллов ничего не выдаётся: { $score }.
program-summary-event-customer-registered = регистрация
program-summary-event-interaction = первое обращение
program-summary-event-trial-started = начало пробного периода
program-summary-event-order-confirmed = подтверждённый заказ
program-summary-event-order-captured = оплаченный заказ
program-summary-event-topup = пополнение
program-summary-event-subscription-purchased = покупка подписки
program-summary-event-subscription-renewed = продление подписки
program-summary-event-partner-onboarded = привлечение партнёра
program-summary-event-role-upgraded = новая роль
program-summary-base-items = товары без налога и доставки
program-summary-base-items-with-tax = товары с налогом
program-summary-base-order-total = весь заказ
program-summary-base-eligible-lines = товары из категорий правила
program-summary-base-amount-base = сумма, названная в событии
program-summary-rail-gift-card = подарочная карта
program-summary-rail-voucher = купон
program-summary-rail-wallet = кошелёк
program-summary-rail-points = баллы
program-summary-rail-token = токен
program-summary-rail-entitlement = доступ
program-summary-rail-manual = вручную
program-summary-by-paid-friends = оплатившие приглашённые
program-summary-by-revenue = выручка от приглашённых
program-summary-by-level = уровень пригласившего
program-summary-signal-same-email = один почтовый ящик
program-summary-signal-same-phone = один номер телефона
program-summary-signal-same-address = один почтовый адрес
program-summary-signal-same-device = одно устройство
program-summary-signal-same-card = одна карта
program-summary-signal-same-card-digits = карты с одинаковыми цифрами
program-summary-signal-same-ip = один IP-адрес
program-summary-signal-signups-per-ip = много регистраций с одного IP-адреса
program-summary-signal-orders-per-ip = много заказов с одного IP-адреса
program-summary-signal-disposable-email = одноразовый адрес почты
program-summary-signal-relay-email = адрес почты-посредника
program-summary-signal-excluded-domain = исключённый почтовый домен
program-summary-signal-excluded-customer = исключённый клиент
program-summary-signal-excluded-channel = исключённый канал продаж
program-summary-signal-velocity = много приглашённых за короткое время
program-summary-signal-refund-rate = много возвратов
program-summary-signal-cluster = много людей с одной картой, адресом, устройством или IP-адресом

## The tray

tray-open = Открыть Vouchsafe
tray-read = Прочитать магазин сейчас
tray-quit = Выйти

## Программы

nav-programs = Программы
error-role-unlisted = Программа требует роль «{ $role }», которой нет в [attribution]; добавьте её там в roles, начиная с младшей.
programs-lead = Программа говорит, кто что получает и за какое событие. Версия не меняется: изменение — это новая версия.
programs-empty = Программ пока нет
program-new = Новая программа
program-version = Версия { $version }
program-ready-what = Поставляется с Vouchsafe
program-since = с
program-from = Действует с
program-until = до
program-added = Включена
program-judges = решает сейчас
program-versions = Версии
program-back = Все программы
program-back-edit = Выйти без запуска
program-edit = Написать новую версию
program-edit-ready = Настроить
program-edit-title = { $name }, версия { $version }
program-draft = Черновик
program-view = Вид
program-view-words = Что она делает
program-view-form = Форма
program-view-toml = TOML
program-view-backtest = Проверка на истории
program-view-changes = Изменения
program-changes-words = Чем её действие отличается от версии { $version }
program-changes-toml = Строки файла
program-diff-none = Отличий нет.
program-diff-gone = Убрано:
program-diff-new = Добавлено:
program-copy = Копировать TOML
program-save = Сохранить как…
program-saved = Сохранено: { $path }
program-open = Открыть файл…
program-toml-label = Файл программы; его можно вставить сюда
program-fault = Строка { $line }: { $what }
program-to-fault = Перейти к полю
program-words-stale = Так она звучала до ошибки.
program-pause = Приостановить
program-pause-title = Приостановить «{ $name }»?
program-pause-text = С этого момента она ни за что не вознаграждает, пока её не включат снова. Приглашённые закрепляются как прежде.
program-pause-waits = Что ждёт, идёт дальше или ждёт решения человека — как сказано в программе. Выданное не отзывается.
program-pause-done = Программа приостановлена.
program-resume = Включить снова
program-resumed = Программа снова действует.
program-end = Завершить
program-end-title = Завершить «{ $name }»?
program-end-text = С этого момента она ни за что не вознаграждает.
program-end-waits = Что ждёт, идёт дальше или аннулируется — как сказано в программе. Выданное не отзывается.
program-end-done = Программа завершена.
program-activate = Включить…
program-activate-title = Включить «{ $name }», версия { $version }
program-activate-confirm = Включить
program-activate-when = С какого момента
program-activate-now = С этого момента
program-activate-at = С указанного момента
program-activate-instant = Первый момент, по UTC
program-activate-instant-hint = Событие судит та версия, что действует в его собственное время.
program-activate-history = Это раньше подключения магазина ({ $connected }): прежние заказы тоже будут рассмотрены и могут дать вознаграждения. Для этого программа должна быть ручной: каждое вознаграждение смотрит человек.
program-activate-later = До тех пор она ничего не даёт, а прежняя версия действует.
program-activate-before = Прежние события закрепляют приглашённых и видны, но по этой версии ничего не дают.
program-activate-no-shop = Магазин не подключён: программа судит события, которые есть или появятся в этой базе.
program-activate-kept = Включённая версия больше не меняется. Её можно приостановить, завершить или написать следующую.
program-activated = { $name }: включено.
program-form-default = По умолчанию: { $value }
program-form-none = Не указано
program-form-say = Добавить
program-form-unsay = Убрать
program-form-choose = Вид
program-form-up = Выше
program-form-down = Ниже
program-form-remove = Убрать: { $what }
program-form-add = Добавить: { $what }
program-form-lines = По одному в строке
program-form-own-events = Собственные события, по имени
program-form-arm = Группа
program-form-weight = Вес
program-form-amount = Сумма
program-form-add-arm = Добавить группу
program-form-add-currency = Добавить валюту
program-form-no-toml = Файл — не TOML: исправьте его там, и форма его покажет.
program-key-id = Идентификатор
program-key-name = Название
program-key-version = Версия
program-key-from = С момента
program-key-until = До момента
program-key-time-zone = Часовой пояс
program-key-mode = Кто выпускает вознаграждение
program-key-limited = Ограниченная группа
program-key-percent = Процент
program-key-mode-percent = Из ста человек, столько
program-key-groups = Группы клиентов
program-key-unit = Единица
program-key--unit = Кого делят на группы
program-key-activation = Что делает приглашённого активным
program-key-budget = Бюджет
program-key-per = За
program-key-when-ended = Что ждёт, когда программа завершена
program-key-when-paused = Что ждёт, пока программа на паузе
program-key-level = Уровень
program-key--level = Уровни пригласивших
program-key-level-one = Уровень
program-key-grandfather = Достигнутый уровень остаётся
program-key-attribution = Кто кого привёл
program-key-fraud = Признаки мошенничества
program-key-boost = Время, когда дают больше
program-key-boost-one = Усиление
program-key-experiment = Эксперимент
program-key--experiment = Эксперименты
program-key-experiment-one = Эксперимент
program-key-rule = Правила
program-key-rule-one = Правило
program-key-paid-friends = С такого числа оплативших приглашённых
program-key-touch = Какой контакт считается
program-key-bind-at = Что закрепляет приглашённого
program-key-existing-customers = Кто уже был клиентом
program-key-earning-window-days = Связь приносит, дней
program-key-scope = На что действует код
program-key-roles = Роли, начиная с младшей
program-key-review-at = Смотрит человек: от, баллов
program-key-block-at = Ничего не дают: от, баллов
program-key-same-email = Один почтовый ящик
program-key-same-phone = Один номер телефона
program-key-same-address = Один почтовый адрес
program-key-same-device = Одно устройство
program-key-same-card = Одна карта
program-key-same-card-digits = Карты с одинаковыми цифрами
program-key-same-ip = Один IP-адрес
program-key-signups-per-ip = Много регистраций с одного IP-адреса
program-key-orders-per-ip = Много заказов с одного IP-адреса
program-key-disposable-email = Одноразовая почта
program-key-relay-email = Пересылаемая почта
program-key-excluded-domain = Исключённый домен почты
program-key-excluded-customer = Исключённый клиент
program-key-excluded-channel = Исключённый канал продаж
program-key-velocity = Много приглашённых за короткое время
program-key-refund-rate = Много возвратов
program-key-cluster = Много людей с общими признаками
program-key-denied-domains = Домены, считающиеся одноразовыми
program-key-allowed-domains = Домены, которые ими не считаются
program-key-excluded-domains = Исключённые домены почты
program-key-excluded-customers = Исключённые клиенты, по id
program-key-excluded-channels = Исключённые каналы продаж
program-key-trusted-ips = IP-адреса, общие для многих
program-key-action = К чему это ведёт
program-key-score = Баллы
program-key-per-day = За день, не больше
program-key-per-month = За месяц, не больше
program-key-friends = Приглашённых больше чем
program-key-hours = За столько часов
program-key-refundrate-percent = Доля возвращённых заказов, процент
program-key-after = С такого числа оплаченных заказов
program-key-size = Людей, не меньше
program-key-factor = Умножается на
program-key-rules = Только для этих правил
program-key-channels = Только в этих каналах продаж
program-key-arms = Группы и их веса
program-key-holdout = Вес тех, кто ничего не получает
program-key-on = На что отвечает
program-key-settlement = Ждёт ли оплаты
program-key-occurrence = Какие события приглашённого
program-key-first-n = Первые, столько
program-key-nth = Номер
program-key-within-months = В течение стольких месяцев связи
program-key-first-after-full-refund = После полного возврата случай
program-key-minimum = Наименьшая сумма заказа
program-key-countries = Только с доставкой в эти страны
program-key-categories = Только с товаром этих категорий
program-key-new-customers = Только самый первый заказ приглашённого
program-key-within-days-of-signup = В течение дней после регистрации
program-key-role = Роль не ниже
program-key-email-verified = Ждёт подтверждения почты
program-key-phone-verified = Ждёт подтверждения телефона
program-key-account-age-days = Ждёт возраста учётной записи, дней
program-key-limits = Лимиты
program-key-per-friend = На каждого приглашённого
program-key-per-advocate = На каждого человека
program-key-count-reversed = Отозванное тоже считается
program-key-cooldown-hours = Часов между вознаграждениями
program-key-arm = Только для группы эксперимента
program-key-inarm-arm = Группа
program-key-hold-days = Удержание, дней
program-key-refund-window-days = Возврат отзывает в течение, дней
program-key-on-partial-refund = Частичный возврат
program-key-wait-days = Аннулируется после ожидания, дней
program-key-grant = Кто что получает
program-key-grant-one = Вознаграждение
program-choice-grant-reward = Одно вознаграждение
program-key-to = Кто получает
program-key-upline = На сколько связей выше
program-key-locked-until-role = Заперто до роли
program-key-reward = Как выдаётся
program-key-value = Сколько
program-key-choice = Варианты на выбор
program-key-choice-one = Вариант
program-key-rail = Через
program-key-reward-unit = Единица, не деньги
program-key-exponent = Знаков после запятой
program-key-valid-days = Можно использовать, дней
program-key-estimated-cost = Ожидаемая цена единицы
program-key-fixed = Сумма
program-key-of = От чего
program-key-cap = Не больше
program-key-units = Число единиц
program-key-group = Членство в группе
program-key-tiers = Ступени
program-key-by = Что считается
program-key-apply = Ступень действует
program-key-steps = Ступени
program-key-steps-one = Ступень
program-key-otherwise = Иначе
program-key-n = Оплативших приглашённых
program-key-revenue = Выручка
program-hint-id = Строчные латинские буквы, цифры, - и _; один во всех версиях
program-hint--from = 2026-03-01T00:00:00Z; без него — с момента включения
program-hint--until = 2026-06-01T00:00:00Z; без него программа не кончается
program-hint-boost-from = 2026-03-01T00:00:00Z
program-hint-boost-until = 2026-06-01T00:00:00Z
program-hint-time-zone = Например Europe/Berlin: где считаются дни и месяцы
program-hint-attribution = Одно для всех программ
program-hint-fraud = Что не указано, остаётся по умолчанию
program-hint-budget = В одной валюте
program-hint-factor = Больше 0, не больше 10
program-hint-earning-window-days = Без него — всегда
program-hint-same-card-digits = Этого мало, чтобы блокировать
program-hint-refund-window-days = Без него — сколько длится удержание
program-hint-countries = По две буквы, например DE
program-hint-estimated-cost = Для прогнозов, ни в каком учёте
program-hint-percent = От 0 до 100 и больше, например 12.5
program-hint-mode-percent = От 0 до 100
program-hint-refundrate-percent = От 1 до 100
program-hint-roles = По одной в строке; все начинают с первой
program-value-mode-manual = Человек, каждый раз
program-value-mode-limited = Никто — для части, человек — для остальных
program-value-mode-auto = Никто не смотрит
program-value-advocate = Пригласивший
program-value-friend = Приглашённый
program-value-upline = Кто-то выше
program-value-unit-advocate = Пригласившие
program-value-unit-friend = Приглашённые
program-value-per-program = Всю программу
program-value-per-month = Календарный месяц
program-value-finish = Идёт дальше
program-value-void = Аннулируется
program-value-when-paused-review = Ждёт человека
program-value-touch-first = Первый
program-value-touch-last = Последний
program-value-interaction = Любой контакт с кодом
program-value-registration = Регистрация или более ранний заказ
program-value-order = Первый заказ
program-value-refuse = Не может быть приглашённым
program-value-allow = Тоже может быть приглашённым
program-value-scope-tree = Закрепляет приглашённого
program-value-scope-order = Засчитывает только свой заказ
program-value-off = Не проверять
program-value-review = Смотрит человек
program-value-score = Баллы
program-value-block = Ничего не давать
program-value-none = Нет
program-value-captured = Да, до полной оплаты заказа
program-value-first = Первое
program-value-every = Каждое
program-value-first-n = Первые несколько
program-value-nth = Одно, по номеру
program-value-within-months = Все за несколько месяцев
program-value-used = израсходован
program-value-free = снова свободен
program-value-ignore = ничего не меняет
program-value-proportional = уменьшает пропорционально
program-value-full = отзывает целиком
program-value-at = ровно на своём числе
program-value-from = начиная со своего числа

## Backtest: a draft beside what really happened

error-backtest-runs = Уже проверяется другой черновик; дождитесь конца или остановите проверку.
error-backtest-differs = Черновик даёт другой итог в стольких местах: { $count }; посмотрите список выше.
error-history-too-long = В истории { $events } событий, а черновик проверяется не более чем на { $most }; проверьте его на копии с более короткой историей.
cli-now = Сейчас
cli-draft = Черновик
cli-difference = Разница
cli-sum = Сумма
backtest-title = { $program }, версия { $version }, действует с: { $from }
backtest-label = Проверка на истории
backtest-lead = Проверьте черновик на всей истории рядом с тем, что было на самом деле. Ничего не записывается.
backtest-start = Проверить черновик
backtest-cancel = Остановить
backtest-progress = Черновик проверяется
backtest-events = Событий: { $done } из { $of }
backtest-stale = Черновик с тех пор изменился; проверьте его ещё раз.
backtest-from = Черновик действует с
backtest-from-beginning = с начала истории, так как в черновике нет даты
backtest-now = Сейчас
backtest-draft = Черновик
backtest-difference = Разница
backtest-counts = Количество
backtest-by = Разбивка
backtest-whole = Всего
backtest-months = По месяцам
backtest-channels = По каналам
backtest-currency = Валюта
backtest-no-figures = Движения денег ещё не было.
backtest-refusals = Почему ничего не начислено
backtest-reason = Причина
backtest-referrals = Приглашения
backtest-rewards = Вознаграждения
backtest-waiting = Ожидают
backtest-review = На проверке у человека
backtest-due = К выдаче
backtest-settled = Выданы
backtest-void = Аннулированы
backtest-reversed = Отозваны
backtest-refused = Решения без начисления
backtest-caught = Поймано мошенничество
backtest-blocked = Отказано хорошим заказам
backtest-friends = Новые друзья
backtest-revenue = Выручка
backtest-cost = Расход на вознаграждения
backtest-spend = Маркетинг
backtest-cac = CAC
backtest-roi = ROI
backtest-differ = Что отличается
backtest-largest = Самые крупные отличия каждого вида
backtest-same = Ничего: черновик даёт то же, что было на самом деле.
backtest-gained = Начисляет только черновик
backtest-lost = Начислено сейчас, но не черновиком
backtest-more = Черновик начисляет больше
backtest-less = Черновик начисляет меньше
backtest-other = Черновик начисляет другое
backtest-held = Черновик сначала спрашивает человека
backtest-nothing = ничего
backtest-bounded = Показаны самые крупные: { $listed }.
backtest-show-more = Показать ещё
backtest-order-title = Заказ { $order } по обоим решениям
backtest-no-decision = Решения не было.
backtest-not-kept = Отличается очень много заказов, и решения по этому не сохранены; проверьте черновик с меньшим числом отличий или откройте более крупный заказ.
