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
nav-payouts = Выплаты
nav-reconciliation = Сверка выплат
nav-referrals = Приглашения
nav-customers = Клиенты
nav-tree = Дерево
nav-leaderboard = Лидеры
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
review-any-program = Программа
review-age = Давность
review-any-age = Давность
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
cause-raise = По заказу выходит больше, чем есть: кто-то должен согласиться выдать больше.
cause-raise-short = можно выдать больше
cause-taken-over = Кто пригласил, сказала другая система: она могла за это уже заплатить.
cause-taken-over-short = перенесено

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

## Payouts
payouts-view = Что показать
payouts-view-list = Выплаты
payouts-view-proposals = Предложения
payouts-view-proposals-count = Предложения { $count }
payouts-search = Имя, почта, заказ, ключ или код
payouts-any-rail = Способ
payouts-pick = Выбрать эту выплату
payouts-picked =
    { $count ->
        [one] Выбрана { $count } выплата
        [few] Выбрано { $count } выплаты
       *[other] Выбрано { $count } выплат
    }
payouts-bulk-pay = Выплатить { $count }
payouts-bulk-look-up = Проверить { $count }
payouts-pay-all = Выплатить всё, что причитается
payouts-look-up-all = Проверить всё неизвестное
payouts-export = Выгрузить список
payouts-exported = Сохранено: { $path }.
payouts-rail-gift-card = Подарочная карта
payouts-rail-voucher = Купон
payouts-rail-wallet = Кошелёк
payouts-rail-points = Баллы
payouts-rail-token = Токен
payouts-rail-entitlement = Доступ
payouts-rail-manual = Вручную
payouts-what-due = Пока ничего не отправлено.
payouts-what-sending = Записано и отправляется; что из этого вышло, ещё неизвестно.
payouts-what-unknown = Ясного ответа не было. Проверьте: без проверки ничего не отправляется снова.
payouts-what-conflict = Код в магазине не наш или в другой валюте. Посмотрите на него там, затем выдайте вознаграждение заново под другим кодом.
payouts-what-refused = Магазин отказал, ничего не выдано. Исправьте то, что он назвал, и выплатите снова.
payouts-what-correcting = Магазину сообщено не то, что действует сейчас; следующая выплата это поправит.
payouts-what-done = Магазин подтвердил.
payouts-queued = В очереди
payouts-queued-what = Сначала отправляются другие. Пока ничего не отправлено.
payouts-empty = Таких выплат нет
payouts-empty-text = Снимите фильтр или подождите, пока появится вознаграждение к выплате.
payouts-empty-state = Здесь пусто: { $state }
payouts-empty-text-due = Всё, что причиталось, выплачено. Вознаграждения, которые ждут решения, на экране «Проверка».
payouts-empty-text-sending = Сейчас ничего не отправляется.
payouts-empty-text-unknown = Все ответы известны.
payouts-empty-text-conflict = Чужих кодов нет.
payouts-empty-text-refused = Магазин ни в чём не отказал.
payouts-empty-text-correcting = Магазин знает всё как есть.
payouts-empty-text-done = Ещё ничего не выплачено. Начните с того, что к выплате.
payouts-detail = Выплата подробно
payouts-code = Код
payouts-code-copy = Скопировать код
payouts-expires = Действует до
payouts-external = В магазине
payouts-to-reward = Показать вознаграждение с решением
reward-to-payout = Показать выплату
payouts-what-closed = Отозвано, истрачено или истекло; больше ничего не будет.
payouts-empty-text-closed = Ничего не отозвано, не истрачено и не истекло.
payouts-stands-there = В магазине стоит
payouts-there = там { $amount }
payouts-shall-stand = Должно стоять
payouts-used-of-it = Из этого истрачено
payouts-tried = Начато раз
payouts-issue-no = Выпуск №
payouts-history = Что происходило
payouts-act-correct = Исправить сейчас
payouts-run-done = подтверждено
payouts-run-corrected = исправлено
payouts-run-unknown = неизвестно
payouts-run-refused = отказано
payouts-run-conflict = чужой код
payouts-run-by-hand = выплатить вручную
payouts-run-without-rail = пока нет такого способа
payouts-run-left = не тронуто
payouts-troubles =
    { $count ->
        [one] Посмотрите на { $count } выплату
        [few] Посмотрите на { $count } выплаты
       *[other] Посмотрите на { $count } выплат
    }
payouts-over-left =
    { $count ->
        [one] { $count } выплата осталась: она превысит сегодняшний предел.
        [few] { $count } выплаты остались: они превысят сегодняшний предел.
       *[other] { $count } выплат осталось: они превысят сегодняшний предел.
    }
payouts-act-pay = Выплатить
payouts-act-pay-again = Выплатить снова
payouts-act-look-up = Проверить снова
payouts-act-mark-paid = Отметить выплаченным
payouts-act-adjust = Изменить сумму
payouts-act-reverse = Отозвать
payouts-act-reissue = Выдать заново
payouts-act-accept-raise = Принять повышение
payouts-act-policy = Менее строгие правила выплат
payouts-act-goodwill = Подарок
payouts-title-pay =
    { $count ->
        [one] Выплатить { $count } вознаграждение
        [few] Выплатить { $count } вознаграждения
       *[other] Выплатить { $count } вознаграждений
    }
payouts-title-pay-all = Выплатить всё, что причитается
payouts-title-look-up =
    { $count ->
        [one] Проверить { $count } выплату
        [few] Проверить { $count } выплаты
       *[other] Проверить { $count } выплат
    }
payouts-title-look-up-all = Проверить всё неизвестное
payouts-title-adjust = Изменить сумму вознаграждения
payouts-title-reverse = Отозвать вознаграждение
payouts-title-reissue = Выдать вознаграждение заново
payouts-title-accept-raise = Принять повышение
payouts-title-mark-paid = Отметить выплаченным вручную
payouts-title-goodwill = Подарить от магазина
payouts-title-mend = Устранить расхождение
payouts-title-approve = Одобрить предложение
payouts-title-decline = Отклонить предложение
payouts-text-pay = Отправлено будет ровно это. Каждая выплата записывается до отправки и считается выплаченной, только когда магазин подтвердит.
payouts-text-look-up = Магазин спрашивают по коду, что ему известно. Ничего не выдаётся; найденное принимается.
payouts-text-adjust = Укажите новую сумму целиком. Разница пройдёт по книге, и магазину сообщат новую сумму.
payouts-text-reverse = Вознаграждение отзывается. Уже истраченное станет убытком или зачтётся позже, как велит политика.
payouts-text-reissue = Вознаграждение снова к выплате, с последней действовавшей суммой и новым кодом.
payouts-text-accept-raise = Вознаграждение вырастет до того, что выходит по изменённому заказу, и магазину сообщат новую сумму.
payouts-text-mark-paid = Подтвердите, что выплатили сами. Магазину ничего не отправляется.
payouts-text-goodwill = Вознаграждение без заказа. Оно сразу к выплате и входит в расходы на подарки.
payouts-text-mend = После этого обе стороны снова совпадут.
payouts-text-approve = Начнёт действовать сразу, под двумя именами.
payouts-text-decline = Ничего не изменится, предложение закроется.
payouts-confirm-pay = Выплатить
payouts-confirm-look-up = Проверить
payouts-confirm-adjust = Изменить
payouts-confirm-reverse = Отозвать
payouts-confirm-reissue = Выдать заново
payouts-confirm-accept-raise = Принять
payouts-confirm-mark-paid = Отметить
payouts-confirm-goodwill = Подарить
payouts-confirm-mend = Устранить
payouts-confirm-approve = Одобрить
payouts-confirm-decline = Отклонить
payouts-propose = Предложить
payouts-proposed = Предложено: второй человек решит на вкладке «Предложения».
payouts-told-adjust = Подтверждено: сумма изменена.
payouts-told-reverse = Подтверждено: вознаграждение отозвано.
payouts-told-reissue = Подтверждено: вознаграждение снова к выплате.
payouts-told-accept-raise = Подтверждено: повышение принято.
payouts-told-mark-paid = Подтверждено: отмечено выплаченным.
payouts-told-goodwill = Подтверждено: подарок к выплате.
payouts-told-mend = Подтверждено: расхождение устраняется.
payouts-told-approve = Подтверждено: одобрено и сделано.
payouts-told-decline = Подтверждено: отклонено.
payouts-phase-sending = Отправляется. До подтверждения ничего не изменено.
payouts-phase-looking = Считаем, что из этого выйдет…
payouts-new-total = Новая сумма целиком, { $currency }
payouts-new-total-hint = Сейчас действует { $amount }.
payouts-amount-bad = Введите сумму, например 12,50.
payouts-reference = Номер документа
payouts-reference-hint = Номер перевода или чека, чтобы бухгалтерия его нашла.
payouts-would-refuse = Это будет отклонено:
payouts-of-it-used = Истрачено:
payouts-set-off = Зачтено:
payouts-accounts = Счета до и после
payouts-requests = Запросы к магазину
payouts-requests-note = В этом порядке. Номера, которые магазин ещё не дал, стоят в угловых скобках; засчитывается то, что потрачено к тому времени.
payouts-outside-nothing = Магазину ничего не отправляется.
payouts-outside-issue = При следующих выплатах магазин попросят выдать: { $rail }, { $to }.
payouts-outside-correct = При следующих выплатах то, что стоит в магазине, отключат, прочтут, изменят с { $from } на { $to } и включат снова.
payouts-outside-take-back = При следующих выплатах то, что стоит в магазине ({ $from }), отключат; истраченное к тому времени прочтут сначала.
payouts-mend-later = Записано, но ещё не сделано: выплаты стоят или магазин недоступен. Сверьте ещё раз позже.
payouts-told-leave = Подтверждено: расхождение оставлено как есть.
payouts-title-leave = Оставить расхождение
payouts-text-leave = Оно больше не показывается открытым; ваше имя и причина останутся при нём.
payouts-confirm-leave = Оставить
payouts-before = Было
payouts-after = Станет
payouts-becomes = становится
payouts-ledger = Книга
payouts-no-ledger = По книге деньги не движутся.
payouts-call = Что отправляется магазину
payouts-approval = Нужно одобрение второго человека, поэтому это станет предложением.
payouts-run = Ход выплат
payouts-run-paying = Выплачено { $done } из { $of }
payouts-run-looking = Проверено { $done } из { $of }
payouts-run-paid = Выплаты закончены
payouts-run-looked = Проверка закончена
payouts-run-cancelled = Остановлено. Отправленное подтверждено или неизвестно, остальное не тронуто.
payouts-run-put-away = Убрать
payouts-cancel = Остановить после этой
payouts-calls =
    { $count ->
        [one] { $count } запрос к магазину
        [few] { $count } запроса к магазину
       *[other] { $count } запросов к магазину
    }
payouts-over =
    { $count ->
        [one] { $count } выплата на { $left } превысит дневной предел { $most }; сегодня выплачено { $paid }.
        [few] { $count } выплаты на { $left } превысят дневной предел { $most }; сегодня выплачено { $paid }.
       *[other] { $count } выплат на { $left } превысят дневной предел { $most }; сегодня выплачено { $paid }.
    }
payouts-over-go = Выплатить и их…
payouts-over-agree = В этот раз выплатить сверх дневного предела
payouts-dry-nothing = Отправлять нечего.
payouts-dry-more = Показаны первые { $shown } из { $count }.
payouts-limits-open = Пределы
payouts-limits-title = Пределы выплат
payouts-limits-ceiling = Дневной предел
payouts-limits-ceiling-text = Что его превысит, не отправится: сначала вас спросят. День начинается в полночь UTC.
payouts-limits-ceiling-none = Без предела
payouts-limits-paid = Сегодня выплачено { $paid }.
payouts-limits-approve = Второй человек одобряет выше
payouts-limits-approve-text = Изменить, отозвать, выдать заново или подарить больше этого — уже предложение.
payouts-limits-approve-none = Никогда
payouts-limits-clawback = Что истрачено до отзыва
payouts-limits-loss = наш убыток
payouts-limits-carry = зачтётся из следующего вознаграждения
payouts-limits-done = Подтверждено: пределы действуют с этого момента.
payouts-stop-open = Остановить выплаты
payouts-stop-title = Остановить все выплаты
payouts-stop-text = Ничего не уходит, ни вручную, ни само, пока кто-нибудь не продолжит выплаты. Что уже отправляется, закончится как закончится.
payouts-go-text = Выплаты снова отправляются: вручную и по программам, которые платят сами.
payouts-stop-reason-hint = Обязательна. Её видят все за этим рабочим местом.
payouts-stop-confirm = Остановить выплаты
payouts-stop-done = Подтверждено: все выплаты остановлены.
payouts-stopped-title = Все выплаты остановлены
payouts-stopped-by = Кто остановил: { $by }, { $at }.
payouts-restored-text = База восстановлена из копии и может не знать, что выплачено после неё. Сравните, чтобы не выплатить дважды.
payouts-restored-check = Синхронизируйте и сделайте полную сверку.
payouts-restored-reconcile = Сверьте выплаты и устраните расхождения.
payouts-restored-reconcile-go = К сверке выплат
payouts-restored-look = Посмотрите, что к выплате, и продолжите выплаты.

## Goodwill and proposals
goodwill-person = Кому
goodwill-person-hint = Введите имя, почту или ключ.
goodwill-person-missing = Выберите, кому подарить.
goodwill-found = Найденные люди
goodwill-nobody = Таких нет.
goodwill-other = Другой человек
goodwill-days = Срок в днях
goodwill-days-hint = Пусто: сколько позволит магазин.
goodwill-days-bad = Введите целое число дней, не больше 9999.
proposals = Предложения
proposals-lead = Всё, что выше суммы одобрения, ждёт здесь второго человека. Кто предложил, тот одобрить не может.
proposals-empty = Предложений нет
proposals-empty-text = Действие выше суммы одобрения появится здесь и подождёт решения второго человека.
proposal-by = Предложение от { $by },
proposal-said = { $by } пишет:
proposal-mine = Это предложили вы; одобрить должен другой человек.
proposal-decline = Отклонить
proposal-withdraw = Снять
proposal-to-payout = Показать выплату

## Reconciliation
reconcile-start = Сверить
reconcile-cancel = Остановить
reconcile-export = Выгрузить для бухгалтерии
reconcile-last = Последняя сверка:
reconcile-never = Сверки ещё не было
reconcile-running = Сверено { $done } из { $of }
reconcile-progress = Сверка с магазином
reconcile-count =
    { $count ->
        [one] { $count } расхождение между нашими записями и магазином.
        [few] { $count } расхождения между нашими записями и магазином.
       *[other] { $count } расхождений между нашими записями и магазином.
    }
reconcile-clean = Всё совпадает
reconcile-clean-text = Каждая выплата есть в магазине, и сумма та же, что здесь.
reconcile-empty = Сверки ещё не было
reconcile-empty-text = Сверьте выплаты с тем, что есть в магазине, и устраните расхождения.
reconcile-nothing = ничего
reconcile-nobody = Никто не известен
reconcile-to-payout = Показать выплату
reconcile-mend = Устранить
reconcile-reading = Прочитано { $done }
reconcile-due = При следующем запуске обе стороны сверятся снова.
reconcile-at-start = Сверять выплаты с магазином при запуске
reconcile-at-start-what = Если последней сверке больше суток. После восстановления обе стороны сверяются в любом случае.
reconcile-which = Какие расхождения
reconcile-which-open = Открытые
reconcile-which-left = Оставленные
reconcile-which-mended = Устранённые
reconcile-none = Пусто
reconcile-none-text = Здесь то, что устранено или оставлено как есть, с именем и причиной.
reconcile-found = найдено
reconcile-leave = Оставить
reconcile-not-found-again = Больше не находится
reconcile-kind-missing = В магазине не видели
reconcile-kind-deleted = Удалено в магазине
reconcile-kind-orphaned = Есть в магазине, нет здесь
reconcile-kind-unrecorded = Выдано, но не записано
reconcile-kind-amount-drift = Другая сумма
reconcile-kind-currency-drift = Другая валюта
reconcile-kind-still-active = Действует после отзыва
reconcile-kind-switched-off = Отключено, хотя причитается
reconcile-kind-duplicated = Есть больше одного раза
reconcile-kind-used-more = Истрачено больше, чем известно
reconcile-kind-by-hand = Возможно, уже выплачено вручную
reconcile-kind-elsewhere = Продолжено в другом месте
reconcile-what-missing = У нас это выдано, а магазин этого ни разу не показал.
reconcile-what-deleted = Кто-то удалил это в магазине.
reconcile-what-orphaned = На этом наша отметка, но такого вознаграждения здесь не знают.
reconcile-what-unrecorded = В магазине есть то, чем вознаграждение должны были выдать, а здесь о выдаче не знают.
reconcile-what-amount-drift = Истратить там можно не столько, сколько должно быть.
reconcile-what-currency-drift = Там это в другой валюте.
reconcile-what-still-active = Здесь отозвано, а там ещё можно истратить.
reconcile-what-switched-off = Это должно действовать, а отключено.
reconcile-what-duplicated = Одна и та же выдача есть там больше одного раза.
reconcile-what-used-more = Истрачено больше, чем здесь известно.
reconcile-what-by-hand = База восстановлена из копии и не знает, что выплачено вручную после неё; посмотрите свои платежи.
reconcile-what-elsewhere = Другой стол отозвал это или выдал заново, а здесь данные старые; посмотрите на том столе и затем оставьте эту находку.
reconcile-mend-adopt = Принять
reconcile-mend-correct = Исправить
reconcile-mend-reissue = Выдать заново
reconcile-mend-deactivate = Отключить
reconcile-mend-record-gone = Записать, что нет
reconcile-mend-record-use = Записать трату
reconcile-mend-by-hand = Уже выплачено
reconcile-mend-look = Посмотреть
reconcile-will-adopt = То, что есть там, принимается как наше.
reconcile-will-correct = То, что есть там, приводится к тому, что должно быть.
reconcile-will-reissue = Там это отзывается и выдаётся заново под другим кодом.
reconcile-will-deactivate = То, что есть там, отключается.
reconcile-will-record-gone = Здесь записывается, что в магазине этого больше нет.
reconcile-will-record-use = Здесь записывается, что истрачено.
reconcile-will-by-hand = Будет отмечено как выплаченное; причина станет номером платежа. Если выплаты не было, оставьте как есть: награда останется к выплате.
reconcile-will-look = Само ничего не меняется; человек решает, какая сторона права.

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
col-place = Место
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
col-rail = Способ
col-since = Изменено

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
customer-nobody = Никто не привёл.
customer-refused = Отклонённые обращения
customer-standing = Как пригласивший
standing-invited = Приглашено
standing-invited-what = Кто закреплён за ним и чьё приглашение никто не отклонил
standing-active = Активны
standing-active-what = Чей первый заказ подтверждён
standing-paid = Заплатили
standing-paid-what = Их считают ступени и уровни
standing-revenue = Заплатили приглашённые
standing-last = Последняя активность
standing-level = уровень { $level }
standing-ahead-level =
    { $count ->
        [one] До уровня { $name } нужен ещё { $count } заплативший приглашённый, всего { $at }
        [few] До уровня { $name } нужны ещё { $count } заплативших приглашённых, всего { $at }
       *[many] До уровня { $name } нужно ещё { $count } заплативших приглашённых, всего { $at }
    }
standing-ahead-step =
    { $count ->
        [one] До следующей ступени { $name } нужен ещё { $count } заплативший приглашённый, всего { $at }
        [few] До следующей ступени { $name } нужны ещё { $count } заплативших приглашённых, всего { $at }
       *[many] До следующей ступени { $name } нужно ещё { $count } заплативших приглашённых, всего { $at }
    }
standing-all = Всё достигнуто.
customer-figures = Показатели
customer-level = Уровень
customer-revenue = Выручка как от приглашённого
customer-earned = Действующие вознаграждения
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
rejudge-taken-over = Другая система указала, кто пригласил этого человека.
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
explain-now = Сейчас
explain-raise = { $program }, версия { $version }, предлагает { $to } вместо { $from }; больше не даётся, пока кто-нибудь не согласится.
explain-refused = Код { $code } никого не привёл:
explain-checks =
    { $count ->
        [one] { $count } проверка
        [few] { $count } проверки
       *[many] { $count } проверок
    }
explain-all = Показать все решения: { $count }

## Leaderboard
leaderboard-count =
    { $count ->
        [one] { $count } пригласивший
        [few] { $count } пригласивших
       *[many] { $count } пригласивших
    }
leaderboard-by = По чему считать места
leaderboard-by-friends = Приглашённые
leaderboard-by-revenue = Выручка
leaderboard-by-earned = Вознаграждения
leaderboard-friends = Впервые заплатили
leaderboard-revenue = Заплатили приглашённые
leaderboard-earned = Действующие вознаграждения
leaderboard-asset = Валюта или единица
leaderboard-any-program = Все программы
leaderboard-period = Время
leaderboard-period-all = За всё время
leaderboard-period-month = Этот месяц
leaderboard-period-last-month = Прошлый месяц
leaderboard-period-year = Этот год
leaderboard-period-contest = Конкурс между двумя днями
leaderboard-from = Первый день
leaderboard-to = Последний день
leaderboard-backwards = Последний день раньше первого: выберите более поздний.
leaderboard-empty = Мест пока нет
leaderboard-empty-text = За это время приглашённые не платили и ничего не обещано; выберите другое время.

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
notices = Письма
notices-text = О чём пригласившие и приглашённые узнают по почте. Письмо уходит один раз и только о том, что случилось после включения.
notice-kind-registered = Друг зарегистрировался
notice-kind-trial = Друг начал пробный период
notice-kind-earned = Вознаграждение заработано
notice-kind-paid-out = Вознаграждение выплачено
notice-kind-expiring = Вознаграждение скоро сгорит
notice-kind-reversed = Вознаграждение отозвано
notice-what-registered = Пригласившему, когда по его приглашению появился аккаунт.
notice-what-trial = Пригласившему, когда приглашённый начал пробный период.
notice-what-earned = Получателю, когда ждать больше нечего.
notice-what-paid-out = Получателю, вместе с кодом.
notice-what-expiring = Получателю, за несколько дней до того, как оно сгорит.
notice-what-reversed = Тому, у кого оно было.
notice-since = Включено с
notice-words = Текст
notice-words-of = Текст: { $kind }
notice-language = Язык писем
notice-language-hint = Для тех, чей язык магазин не сообщает.
notice-language-en = Английский
notice-language-ru = Русский
notice-days = За сколько дней до сгорания
notice-days-hint = Когда уходит письмо об этом.
mail-server-is = Почтовый сервер:
mail-server-none = Почтовый сервер не задан: письма ждут.
mail-server-set = Почтовый сервер
mail-password-missing = его пароль неизвестен
mail-server-title = Почтовый сервер
mail-server-done = Почтовый сервер задан. Отправьте пробное письмо, чтобы убедиться.
mail-server-remove = Не использовать
mail-host = Сервер
mail-port = Порт
mail-tls = Шифрование
mail-tls-implicit = С первого байта (обычно порт 465)
mail-tls-starttls = STARTTLS (обычно порт 587)
mail-tls-off = Нет (сервер на этом компьютере)
mail-user = Пользователь
mail-user-hint = Пусто, если входить не нужно.
mail-password = Пароль
mail-password-hint = Хранится в связке ключей, как токен магазина.
mail-password-kept = Оставьте пустым, чтобы сохранить известный.
mail-from = Адрес отправителя
mail-from-name = Имя отправителя
notice-words-language = Язык текста
notice-words-own = ваш текст
notice-words-ready = готовый текст
notice-words-saved = Ваш текст сохранён.
notice-words-reset = Вернуть готовый текст
notice-words-were-reset = Готовый текст возвращён.
notice-subject = Тема
notice-text = Простой текст
notice-form = Оформление (MJML)
notice-variables = Строка опускается, если в ней названо то, чего у этого письма нет. Подстановки:
notice-preview = Предпросмотр
notice-preview-form = С оформлением
notice-preview-text = Простой
notice-test-to = Отправить пробное письмо на
notice-test = Отправить
notice-test-done = Пробное письмо на { $to } принято почтовым сервером.
notices-list = Отправленные и ожидающие письма
notices-state = Состояние
notices-none = Здесь писем нет.
notices-send = Отправить сейчас
notices-sent = Отправлено: { $sent }. Отказано: { $failed }. Неизвестно: { $unknown }.
notice-state-waiting = ждёт
notice-state-sending = отправляется
notice-state-sent = отправлено
notice-state-unknown = неизвестно
notice-state-failed = отказано
notice-state-skipped = не отправлено
notice-why-no-address = Адрес этого человека неизвестен.
notice-why-deleted = Аккаунта больше нет.
notice-why-merged = Два человека оказались одним, и у него это письмо уже есть.
notice-why-untrue = То, что в нём сказано, больше не верно.
notice-why-past = День, который в нём назван, прошёл.
notice-why-switched-off = Такие письма выключены.
notice-why-left = Решено его не отправлять.
notice-why-refused = Почтовый сервер его не принял; прочтите его ответ, затем отправьте снова или оставьте.
notice-why-put-off = Почтовый сервер откладывал его слишком часто; отправьте снова или оставьте.
notice-why-unwritable = На этот адрес письмо написать нельзя; исправьте его в магазине и отправьте снова.
notice-why-unanswered = Связь оборвалась, когда письмо уже уходило: оно могло дойти. Отправьте снова или оставьте.
notice-why-interrupted = Vouchsafe завершился во время отправки: письмо могло дойти. Отправьте снова или оставьте.
notice-why-restored = База восстановлена из копии: письмо могло уйти с тех пор. Отправьте снова или оставьте.
notice-about = о
notice-next = Следующая попытка
notice-again = Отправить снова
notice-again-done = Письмо ждёт новой отправки.
notice-leave = Оставить
notice-left-done = Письмо останется неотправленным.
banner-newer = Этот файл сделан более новой версией Vouchsafe и открыт только для чтения; обновите Vouchsafe, чтобы менять его.
banner-restored = База восстановлена из копии, поэтому выплаты приостановлены; сделайте полную сверку на экране «Синхронизация».
banner-restored-go = К синхронизации
banner-stopped = Все выплаты остановлены; ничего не уйдёт, пока их не продолжат.
banner-stopped-go = К выплатам

## Keyboard
palette-title = Перейти или сделать что угодно
palette-short = Найти команду
palette-hint = Команда, имя или заказ
palette-go = Перейти: { $screen }
palette-review = Вознаграждения, которые ждут решения
palette-due = Вознаграждения к выплате
palette-goodwill = Подарить клиенту от магазина
palette-proposals = Предложения, которые ждут второго человека
palette-unknown = Выплаты с неизвестным исходом
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
keys-fault = Программы: перейти к полю с ошибкой
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
keys-payouts-move = Двигаться по списку
keys-payouts-open = Показать выплату
keys-payouts-pick = Выбрать выплату или снять выбор
keys-payouts-all = Выбрать всё, что показывает фильтр
keys-payouts-none = Снять выбор
keys-payouts-pay = Выплатить
keys-payouts-look-up = Проверить снова
keys-payouts-adjust = Изменить сумму
keys-payouts-reverse = Отозвать
keys-payouts-reissue = Выдать заново
keys-payouts-mark-paid = Отметить выплаченным вручную
keys-payouts-send = Отправить форму
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
error-smtp-missing = Почтовый сервер не задан; задайте его в разделе «Настройки», «Письма».
error-smtp-unreachable = Почтовый сервер { $host } недоступен ({ $what }); проверьте имя, порт и шифрование и попробуйте снова.
error-smtp-unsafe = Безопасного соединения с почтовым сервером { $host } нет ({ $what }); проверьте имя и шифрование или сделайте его сертификат доверенным на этом компьютере.
error-smtp-login-refused = Почтовый сервер { $host } не принимает пользователя или пароль ({ $what }); введите их снова.
error-smtp-sender-refused = Почтовый сервер { $host } не принимает писем от этого отправителя ({ $what }); укажите адрес, который он знает, и войдите, если он этого требует.
error-smtp-host = Это не имя почтового сервера; введите что-то вроде mail.example.com.
error-smtp-port = Порт — это число от 1 до 65535; введите тот, что называет ваш почтовый сервер.
error-smtp-user = Это не имя пользователя; введите его так, как называет почтовый сервер.
error-smtp-in-the-clear = Без шифрования пароль можно прочесть по пути; выберите другое шифрование или оставьте пользователя пустым.
error-bad-address = «{ $what }» не адрес почты; введите что-то вроде ada@example.com.
error-letter-variable = Подстановки { "{" }{ $name }{ "}" } нет; используйте одну из { $known }.
error-letter-markup = Оформление письма нельзя прочесть ({ $what }, строка { $line }); исправьте его и сохраните снова.
error-letter-unclosed = Элемент оформления не закрыт или закрыт в строке, которая может быть опущена; закройте каждый в отдельной строке.
error-letter-deep = Элементы оформления вложены глубже { $most }; сделайте его проще.
error-letter-empty = Письму нужны тема, оформление и простой текст; заполните пустое ({ $part }).
error-letter-long = Это слишком длинно ({ $part }: не больше { $most } знаков); сократите.
error-letter-refused = Почтовый сервер не принимает письмо ({ $what }); проверьте адрес и отправителя.
error-letter-unanswered = Неизвестно, принято ли письмо ({ $what }); посмотрите, пришло ли оно, прежде чем отправлять ещё одно.
error-letters-unsent = Готово; писем, по которым нужно решение: { $count }.
error-notice-days = Укажите число дней от 1 до { $most }.
error-no-mail-password = Пароль почтового сервера неизвестен; задайте VOUCHSAFE_SMTP_PASSWORD или VOUCHSAFE_PASSPHRASE, если окно сохранило его в файле.
error-file-unreadable = Файл { $path } не читается; проверьте, что он есть и что вам можно его открыть.
error-event-too-long = { $path }, строка { $line }, — не событие: строка длиннее 1 МБ; исправьте строку и откройте файл снова.
error-event-no-object = { $path }, строка { $line }, — не событие: событие — это объект в фигурных скобках; исправьте строку и откройте файл снова.
error-event-broken-json = { $path }, строка { $line }, — не событие: на знаке { $column } это не читается как JSON; исправьте строку и откройте файл снова.
error-event-unknown-field = { $path }, строка { $line }, — не событие: поля { $field } здесь нет; подойдёт одно из: { $known }; исправьте строку и откройте файл снова.
error-event-missing-field = { $path }, строка { $line }, — не событие: не хватает поля { $field }; исправьте строку и откройте файл снова.
error-event-field-twice = { $path }, строка { $line }, — не событие: поле { $field } стоит дважды; исправьте строку и откройте файл снова.
error-event-wrong-kind = { $path }, строка { $line }, — не событие: значение перед знаком { $column } должно быть: { $wanted ->
        [text] текст в кавычках
        [number] целое число в своих пределах
        [flag] true или false
        [list] список в квадратных скобках
        [object] объект в фигурных скобках
       *[other] значение подходящего вида
    }; исправьте строку и откройте файл снова.
error-event-unknown-type = { $path }, строка { $line }, — не событие: типа событий «{ $text }» эта версия не знает; исправьте строку и откройте файл снова.
error-event-bad-text = { $path }, строка { $line }, — не событие: в { $field } должно быть от 1 до { $most } знаков без управляющих; исправьте строку и откройте файл снова.
error-event-bad-id = { $path }, строка { $line }, — не событие: id в { $field } не должен содержать косую черту, быть «registration» или начинаться с «guest-»; исправьте строку и откройте файл снова.
error-event-called-purchase = { $path }, строка { $line }, — не событие: { $field } не должно начинаться с «purchase-»: так в ключах называются покупки; исправьте строку и откройте файл снова.
error-event-bad-domain = { $path }, строка { $line }, — не событие: { $field } должно быть почтовым доменом, например example.com; исправьте строку и откройте файл снова.
error-event-same-person = { $path }, строка { $line }, — не событие: partner и customer совпадают, а привлечь самого себя нельзя; исправьте строку и откройте файл снова.
error-event-other-key = { $path }, строка { $line }, — не событие: её id — ключ события другого типа; напишите ключ этого события или свой текст без косой черты; исправьте строку и откройте файл снова.
error-event-bad-instant = { $path }, строка { $line }, — не событие: { $field } должно быть моментом, например 2026-03-01T09:30:00Z, а не «{ $text }»; исправьте строку и откройте файл снова.
error-event-far-instant = { $path }, строка { $line }, — не событие: { $field } раньше 1970 года или позже 2100; исправьте строку и откройте файл снова.
error-event-before-it-happened = { $path }, строка { $line }, — не событие: at позже, чем seen_at, а узнать раньше, чем случилось, нельзя; исправьте строку и откройте файл снова.
error-event-ahead = { $path }, строка { $line }, — не событие: at ещё не наступило; исправьте строку и откройте файл снова.
error-event-news-to-come = { $path }, строка { $line }, — не событие: as_of позже, чем at, а новости не бывают о будущем; исправьте строку и откройте файл снова.
error-event-empty-period = { $path }, строка { $line }, — не событие: to раньше, чем from; исправьте строку и откройте файл снова.
error-event-bad-decimal = { $path }, строка { $line }, — не событие: «{ $text }» в { $field } — не десятичное число вроде 10.00; исправьте строку и откройте файл снова.
error-event-too-precise = { $path }, строка { $line }, — не событие: у «{ $text }» в { $field } больше знаков после точки, чем у валюты или единицы; исправьте строку и откройте файл снова.
error-event-too-much = { $path }, строка { $line }, — не событие: «{ $text }» в { $field } — слишком большое число; исправьте строку и откройте файл снова.
error-event-negative-amount = { $path }, строка { $line }, — не событие: { $field } меньше нуля; исправьте строку и откройте файл снова.
error-event-huge-amount = { $path }, строка { $line }, — не событие: { $field } больше тысячи триллионов наименьших единиц; исправьте строку и откройте файл снова.
error-event-unknown-currency = { $path }, строка { $line }, — не событие: «{ $text }» в { $field } — не валюта из ISO 4217; исправьте строку и откройте файл снова.
error-event-mixed-currencies = { $path }, строка { $line }, — не событие: у { $field } не та валюта, что у остального события; исправьте строку и откройте файл снова.
error-event-bad-days = { $path }, строка { $line }, — не событие: { $field } должно быть числом дней от 1 до 36525; исправьте строку и откройте файл снова.
error-event-too-many = { $path }, строка { $line }, — не событие: в { $field } больше 2000 записей; исправьте строку и откройте файл снова.
error-event-bad-reward = { $path }, строка { $line }, — не событие: reward должно быть ключом, например first-order/bob/o1/advocate; исправьте строку и откройте файл снова.
error-event-unknown-word = { $path }, строка { $line }, — не событие: { $field } должно быть одним из: { $known }; исправьте строку и откройте файл снова.
error-event-bad-country = { $path }, строка { $line }, — не событие: country должно быть двумя заглавными буквами, например DE; исправьте строку и откройте файл снова.
error-event-bad-date = { $path }, строка { $line }, — не событие: { $field } должно быть датой, например 2027-01-31; исправьте строку и откройте файл снова.
error-event-bad-generation = { $path }, строка { $line }, — не событие: generation должно быть числом от 1 до 65535; исправьте строку и откройте файл снова.
error-event-bad-issuance = { $path }, строка { $line }, — не событие: issuance должно быть UUID, например 57aa83f1-b9e9-57ea-94f0-5040f7610695; исправьте строку и откройте файл снова.
error-event-bad-hash = { $path }, строка { $line }, — не событие: request_hash должно состоять из 64 шестнадцатеричных цифр; исправьте строку и откройте файл снова.
error-file-utf16 = Файл { $path } — текст в UTF-16; сохраните его в UTF-8 и откройте снова.
error-file-not-utf8 = Файл { $path } с { $line }-й строки — не текст в UTF-8; сохраните его в UTF-8 и откройте снова.
error-sheet-line = { $path }, строка { $line }: прочитать нельзя ({ $what }); исправьте её и откройте файл снова.
error-program-invalid = { $line ->
        [none] Программу { $file } нельзя прочитать: нужен файл TOML не больше 1 МБ.
       *[other] Ошибок в программе { $file }: { $count }, первая в строке { $line }. Исправьте каждую; ничего из файла не взято.
    }
error-unknown-currency = Валюта { $currency } неизвестна ({ $what }); запись отложена, пока это не исправят.
error-no-currency = «{ $text }» — не валюта из ISO 4217; напишите, например, EUR.
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
error-nothing-called = Ничто здесь не называется «{ $what }»; напишите номер заказа, ключ награды или id покупателя в магазине.
error-read-only = База открыта только для чтения; изменить здесь ничего нельзя.
error-no-keychain = На этом компьютере нет связки ключей для токена; разблокируйте или установите её либо задайте VOUCHSAFE_SHOP_TOKEN.
error-internal = Внутри Vouchsafe что-то пошло не так ({ $what }); попробуйте снова, а если повторится, сообщите нам.
error-no-shop = Магазин не подключён; сначала подключите его.
error-version-taken = Версия { $version } программы { $program } уже есть и говорит другое; дайте изменённой программе новый номер версии.
error-policy-differs = В разделе [attribution] ключ { $key } программы { $program } не такой, как у { $other }; напишите одинаково: правила закрепления общие для всех программ.
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
error-same-actor = Это предложили вы сами; попросите другого человека одобрить.
error-proposal-open = Что-то об этом уже ждёт второго человека; сначала посмотрите предложения.
error-behind = Другая база уже отозвала это или выдала заново, а эта о том не знает; сделайте здесь то же (отзовите, выпустите заново) или продолжайте в той базе.
error-given-already = Вы уже дали этому человеку то же по той же причине ({ $at }); посмотрите, что у него есть, и укажите --again, чтобы дать ещё раз.
error-line-of-staff = Строка { $line } файла { $path } говорит о действии сотрудника; при подключённом магазине это делают в окне или командой: удалите строку и импортируйте файл ещё раз.
error-act-refused = { $reason ->
    [payout_refused] Другая сторона отказала; устраните причину и выплатите снова.
    [payout_open] Чем кончилась выплата, ещё неизвестно; сначала выясните это.
    [not_reversed] Награда ещё не отозвана, или выданное не закрыто; сначала отзовите её и проведите выплаты.
    [not_delivered] Награда не выдана, отзывать нечего; вместо этого отклоните её.
    [nothing_proposed] Больше для неё ничего не предложено; посмотрите на неё ещё раз.
    [proposal_unknown] Это больше не ждёт; посмотрите предложения ещё раз.
    [already_used] Использовано больше, чем осталось бы; укажите не меньше использованного.
    [nothing_to_change] Эта сумма уже стоит.
    [held_longer] Оно уже задержано до этого срока или дольше; выберите более поздний день.
    [customer_unknown] Такого клиента ещё не видели; сначала прочитайте магазин.
    [wrong_currency] Сумма в другой валюте, чем награда.
   *[other] Сейчас это сделать нельзя ({ $reason }); посмотрите на награду ещё раз.
}
error-proposed = Ждёт второго человека под номером { $no }; попросите другого сотрудника одобрить.
error-bad-amount = { $text } не сумма в { $currency }; введите цифры с точкой, например 12.50.
error-token-missing = Токен магазина { $url } не сохранён на этом компьютере; введите его ещё раз.
error-no-tray = На этом рабочем столе нет области уведомлений; Vouchsafe оказался бы недоступен, поэтому он по-прежнему закрывается вместе с окном.
error-bad-moment = «{ $what }» — не момент времени; выберите день ещё раз.
error-payouts-stopped = Все выплаты остановлены ({ $reason }); сначала разрешите их.
error-payouts-rest = Выплаты приостановлены: эта база восстановлена из копии; сначала сверьте выплаты с магазином и устраните или оставьте каждое расхождение.
error-secrets-differ = Эта база делала коды выплат не из того секрета, который хранит { $code } в магазине: другая база и эта могли бы обе выплатить одно вознаграждение, поэтому ничего не отправлено. Выберите базу, которая платит дальше, сверьте в ней выплаты и начните вторую заново из её копии; если дальше платит эта, сначала удалите { $code } в магазине.
error-secret-unreadable = { $code } в магазине не хранит секрет, из которого все базы делают коды выплат, поэтому ничего не отправлено. Удалите подарочную карту или ваучер { $code } в магазине и платите снова.
error-pay-runs = Выплаты уже идут; дождитесь конца или остановите их.
error-not-by-hand = Эта награда выдаётся не вручную; выплатите её обычным способом.
error-reference-missing = Не указан номер платежа; введите его.
error-payout-unknown = Неизвестно, дошла ли выплата; проверьте ещё раз, повторно она уйдёт, только если ничего не найдётся.
error-payout-refused = Другая сторона отказала ({ $what }); устраните причину и выплатите снова.
error-payout-conflict = Код { $code } на другой стороне принадлежит чему-то другому; посмотрите там и выпустите награду под новым кодом.
error-payout-taken-back = Выплата дошла, и на другой стороне её отозвали; выясните, кто это сделал, прежде чем отправлять снова.
error-payout-asks = Этот способ не может сказать, что вышло; посмотрите на другой стороне и отметьте выплату или выпустите её снова.
error-payout-was-refused = Другая сторона отказала; устраните причину и выплатите снова.
error-payout-tried = Попыток было много, и ничего не нашлось; через день будет ещё одна, или выплатите сейчас.
error-payout-uncorrectable = Этот способ не может изменить выданное; уладьте разницу вручную.
error-payout-not-corrected = Другая сторона отказалась изменить выданное; посмотрите там и попробуйте снова.
error-payout-not-intended = Награда изменилась, пока её выплачивали; посмотрите на неё ещё раз.
error-payout-no-voucher = Версия программы больше не говорит, на что годится ваучер; выпустите награду снова.
error-payout-findings = Готово; выплат, требующих внимания: { $count }.
error-payouts-left = Оставлены из-за дневного потолка: { $count }; поднимите его или выплатите с --over-ceiling.

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
reason-program-unknown = Такой программы здесь нет, поэтому ничего не изменилось; проверьте её id.
reason-refund-above-amount = Вернули больше, чем было заплачено.
reason-no-upline = Так высоко над приглашённым никого нет.
reason-payout-open = Выплата этого вознаграждения ещё не завершена.
reason-same-actor = Кто предложил действие, не может его одобрить.
reason-not-reversed = Вознаграждение не отозвано, или выданное ещё не закрыто.
reason-not-delivered = Вознаграждение не было выдано.
reason-not-due = Вознаграждение не подлежит выплате.
reason-nothing-proposed = Для вознаграждения не предложено большей суммы.
reason-proposal-unknown = Под этим ключом ничего не предложено.
reason-already-used = Использовано больше, чем осталось бы.
reason-nothing-to-change = Сумма уже такова.
reason-customer-unknown = Клиент ещё не встречался.
reason-reversed-by-staff = Вознаграждение отозвал сотрудник.
reason-adjusted-by-staff = Сумму изменил сотрудник.
reason-payout-gone = У другой стороны больше нет того, что было выдано.
reason-nobody-asks = Для этого нужен второй человек, а кто просит, не указано.
reason-step-given = То, что даёт эта ступень, уже дано.
reason-held-longer = Вознаграждение уже задержано до этого срока или дольше.
reason-more-than-left = Столько не осталось: использованного, отозванного и истёкшего больше нет.

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
check-step-refuse = Счёт: { $count }; такой ступени нет, или она уже дана.
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
change-order-grew = Заказ увеличили: вознаграждение остаётся прежним
change-raise-proposed = Предложено: { $amount }, если кто-нибудь согласится
change-raised = Увеличено до { $amount }
change-set-off = { $amount } зачтено в счёт долга
change-overused = Использовано на { $amount } больше, чем оставалось
change-lost = Использованные { $amount } списаны
change-carried = Использованные { $amount } остаются за получателем долгом
change-delivered = Вознаграждение было выдано до того, как отпало
change-reissued = Выдаётся заново: { $amount }
change-restored = Всё же предоставлено: { $amount }
change-payout-intended = Записано перед отправкой: { $amount }
change-payout-issued = Есть на другой стороне: { $amount }
change-payout-refused = Другая сторона отказала
change-payout-conflict = Код там принадлежит чужому
change-payout-unknown = Ясного ответа не было
change-payout-reverse = Награда прекращена: если выплата найдётся, она будет отозвана
change-payout-correcting = Записано перед исправлением до { $amount }
change-payout-corrected = Исправлено до { $amount }, из них использовано { $used }
change-payout-not-corrected = Другая сторона отказала в исправлении
change-payout-used = Магазин сообщил об использовании: { $amount }
change-payout-closed = Больше ничего не последует
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
log-payouts-stopped = Все выплаты остановлены: { $reason }
log-payouts-go = Выплаты снова разрешены: { $reason }
log-payouts-done = Выплаты, начал { $actor }: выдано { $done }, исправлено { $corrected }, требуют внимания { $found }, оставлено { $left }, запросов { $calls }.
log-reconciled = Выданное сверено с магазином: выдач { $compared }, расхождений { $findings }.
log-payout-ceiling = { $actor } устанавливает дневной потолок выплат: { $amounts }
log-paid-by-hand = { $actor } отмечает награду выплаченной вручную: событие { $event }.

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
cli-restored = Выплаты приостановлены; выполните vouchsafe sync, затем vouchsafe reconcile, и устраните или оставьте найденное.
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
cli-number = Номер
cli-to = Кому
cli-tries = Попытки
cli-sent = Отправлено
cli-failed = Отказано
cli-put-off = Отложено
cli-sent-to = Отправлено на
cli-active = Активные приглашённые
cli-advocate = Пригласивший
cli-ahead = Впереди
cli-ahead-level = уровень
cli-ahead-step = ступень правила
cli-earned = Заработано
cli-friends-at = С другом по счёту
cli-friends-left = Осталось друзей
cli-friends-revenue = Заплатили друзья
cli-invited = Приглашённые
cli-last-activity = Последняя активность
cli-level = Уровень
cli-paid-friends = Друзья, которые заплатили
cli-place = Место
cli-score = Результат
program-state-ready = Готовая, не включена
program-state-not-started = Ещё не началась
program-state-in-force = Действует
program-state-paused = Приостановлена
program-state-ended = Завершена

## Payouts on the command line and in lists
payout-state-due = К выплате
payout-state-sending = Отправляется
payout-state-unknown = Неизвестно
payout-state-correcting = На исправлении
payout-state-refused = Отказано
payout-state-conflict = Чужой код
payout-state-done = Выдано
payout-state-closed = Закрыто
payout-act-issue = Выдать
payout-act-look-up = Проверить
payout-act-correct = Исправить
cli-attempts = Попыток
cli-by-hand = Выплатить вручную
cli-call = Запрос
cli-calls = Запросов
cli-ceiling = Потолок в день
cli-code-end = Конец кода
cli-corrected = Исправлено
cli-delivered = Выдано
cli-generation = Выпуск
cli-over-ceiling = Удержано потолком
cli-paid-conflict = Чужой код
cli-rail = Способ
cli-revision = Ревизия
cli-should = Должно быть
cli-stopped = Остановлено: { $why }
cli-today = Сегодня
cli-unknown = Неизвестно
cli-used = Использовано
cli-without-rail = Способа пока нет
cli-act = Действие
cli-actor = Кто
cli-after = После
cli-before = До
cli-mend = Что исправит
cli-needs-second = Нужен второй человек
cli-needs-second-no = нет
cli-needs-second-yes = да
cli-outside = В магазине
cli-outside-correct = исправляется
cli-outside-issue = выдаётся
cli-outside-nothing = ничего
cli-outside-take-back = отзывается
cli-proposal = Предложение
cli-stands = Стоит
cli-payouts-stopped = Выплаты остановлены с { $at }, остановил { $actor }: { $reason }
cli-payouts-go = Выплаты разрешены.
cli-payouts-rest = Выплаты приостановлены, пока база не сверена с магазином: vouchsafe sync, затем vouchsafe reconcile.

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
program-summary-voucher-percent = Каждая единица снижает цену заказа на один процент.
program-summary-voucher-shipping = Снимает плату за доставку.
program-summary-voucher-categories = Скидка только на эти категории: { $categories }.
program-summary-voucher-min-spend = Скидка только с заказов не меньше: { $amounts }.
program-summary-voucher-channels = Только в этих каналах продаж: { $channels }.
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
program-summary-signups-above = Много регистраций с одного IP-адреса — это больше за день, чем { $n }.
program-summary-orders-above = Много заказов с одного IP-адреса — это больше за день, чем { $n }.
program-summary-friends-above = Много приглашённых за короткое время — это больше, чем { $n }, за столько часов: { $hours }.
program-summary-refunds-from = Много возвратов — это столько процентов хотя бы от { $n } оплаченных заказов или больше: { $percent }.
program-summary-cluster-from = Много людей с чем-то общим — это столько или больше: { $n }.
program-summary-review-at = Со стольких баллов проверяет человек: { $score }.
program-summary-block-at = Со стольких баллов ничего не выдаётся: { $score }.
program-summary-denied-domains = Эти почтовые домены тоже считаются одноразовыми ({ $n }): { $names }.
program-summary-allowed-domains = Эти почтовые домены никогда не считаются одноразовыми ({ $n }): { $names }.
program-summary-excluded-domains = Исключённые почтовые домены ({ $n }): { $names }.
program-summary-excluded-customers = Исключённые покупатели ({ $n }): { $names }.
program-summary-excluded-channels = Исключённые каналы продаж ({ $n }): { $names }.
program-summary-trusted-ips = IP-адресов и сетей, которые не проверяются: { $n }.
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
program-history = Что сделано
program-deed-activated = Запущена версия { $version }
program-deed-paused = Приостановлена
program-deed-ended = Завершена
program-judges = решает сейчас
program-versions = Версии
program-back = Все программы
program-back-edit = Выйти, не включая
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
program-changes-notes = Записано из формы, поэтому без заметок (#) из файла.
program-changes-toml = Строки файла
program-diff-none = Отличий нет.
program-diff-gone = Убрано:
program-diff-new = Добавлено:
program-copy = Копировать
program-save = Сохранить…
program-saved = Сохранено: { $path }
program-open = Открыть файл…
program-toml-label = Файл программы; его можно вставить сюда
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
program-key-voucher = На что годится купон
program-key-voucher-off = Что он снимает
program-key-voucher-categories = Скидка только на эти категории
program-key-min-spend = Скидка только с заказов не меньше
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
program-hint-voucher = Только для купонов
program-hint-off = Для единиц — проценты или доставка
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
program-value-off-fixed = Выданную сумму
program-value-off-percent = Столько процентов, сколько единиц
program-value-off-shipping = Плату за доставку
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

## Что может быть не так в файле программы

fault-at = Строка { $line }, { $place }: { $what }
fault-line = Строка { $line }: { $what }
fault-too-large = файл больше 1 МБ; уберите лишнее
fault-no-toml = это не читается как TOML; проверьте в этой строке кавычки, скобки и знак =
fault-key-twice = этот ключ уже стоит в своей таблице; оставьте один
fault-unknown-key = такого ключа нет; подойдёт один из: { $known }
fault-unknown-key-like = такого ключа нет; может быть, { $like }? Или один из: { $known }
fault-missing-key = не хватает ключа { $key }; впишите его сюда
fault-unknown-word = «{ $text }» здесь не подходит; напишите одно из: { $known }
fault-no-text = напишите текст в кавычках
fault-no-number = напишите целое число от { $least } до { $most }, без кавычек
fault-no-flag = напишите true или false, без кавычек
fault-no-instant = напишите момент без кавычек, например 2026-03-01T00:00:00Z
fault-no-list = напишите список в квадратных скобках
fault-no-tables = начинайте каждую запись своим заголовком в двойных скобках: [[{ $key }]]
fault-no-table = напишите таблицу в фигурных скобках или её ключи под заголовком
fault-bad-name = напишите от 1 до 200 знаков без пробелов по краям
fault-bad-title = напишите от 1 до 200 знаков
fault-bad-id = «{ $text }» не годится как id; до 64 знаков: строчные латинские буквы, цифры, - и _
fault-list-too-long = в списке может быть не больше { $most } записей
fault-entry-twice = эта запись стоит здесь дважды; оставьте одну
fault-name-twice = так уже называется другая запись; дайте каждой своё имя
fault-bad-number = напишите число от { $least } до { $most }
fault-bad-days = напишите число дней от { $least } до { $most }
fault-instant-offset = напишите момент со смещением, например 2026-03-01T00:00:00Z
fault-instant-year = напишите момент с 1970 по 2100 год
fault-bad-version = версии считаются с 1
fault-bad-zone = «{ $text }» — не часовой пояс; напишите, например, Europe/Berlin
fault-program-ends = программа кончается раньше, чем начинается; напишите момент позже
fault-no-currency = назовите хотя бы одну валюту, например EUR = "10.00"
fault-bad-currency = «{ $text }» — не валюта из ISO 4217; напишите, например, EUR
fault-bad-decimal = «{ $text }» — не десятичное число; напишите, например, 10.00
fault-too-precise = у «{ $text }» больше знаков после точки, чем у валюты
fault-too-much = «{ $text }» — слишком большое число
fault-amount-zero = напишите сумму больше нуля
fault-amount-most = напишите не больше { $most }
fault-units-precise = у «{ $text }» больше знаков после точки, чем exponent награды: { $exponent }
fault-units-zero = напишите количество больше нуля
fault-units-most = напишите не больше { $most }
fault-budget-per = бюджету нужен `per`: program или month
fault-budget-time = «{ $text }» — не срок бюджета; напишите program или month
fault-budget-currencies = у бюджета одна валюта; оставьте одну, а для другой сделайте ещё одну программу
fault-budget-idle = ни одно правило ничего не даёт в { $currency }; напишите валюту, в которой правила дают
fault-levels-rise = уровни стоят по возрастанию; этот просит не больше друзей, чем предыдущий
fault-bad-arms = напишите от 1 до { $most } групп, например arms = {"{"} a = 45, b = 45 {"}"}
fault-boost-ends = надбавка кончается раньше, чем начинается; напишите момент позже
fault-boost-before = надбавка кончается раньше, чем начинается программа; напишите момент позже
fault-boost-after = к этому моменту программа уже кончилась; напишите момент раньше
fault-unknown-rule = правила «{ $text }» нет; назовите одно из этого файла
fault-bad-factor = «{ $text }» — не множитель; напишите число больше 0 и до 10, не больше четырёх знаков после точки
fault-digits-block = одинаковые цифры карт ничего не доказывают; напишите "review", {"{"} score = 20 {"}"} или "off"
fault-block-below-review = должно быть больше review_at, то есть { $review }
fault-score-idle = эти очки ни к чему не ведут; напишите review_at = 50, block_at = 100 или оба
fault-channel-excluded = «{ $text }» стоит в excluded_channels, там ничего не дают; уберите его здесь или там
fault-domain-allowed = «{ $text }» стоит и в allowed_domains, поэтому никогда не считается запрещённым; уберите его здесь или там
fault-bad-domain = «{ $text }» — не почтовый домен; напишите, например, example.com
fault-bad-ip = «{ $text }» — не IP-адрес и не диапазон; напишите, например, 203.0.113.7, 203.0.113.0/24, 2001:db8::/64 или 2001:db8::/32
fault-ranges-too-wide = эти диапазоны вместе слишком широки; напишите меньше или такие, длина которых кратна 8
fault-unknown-role = роли «{ $text }» нет в [attribution]; добавьте её туда, например roles = ["member", "vip"]
fault-no-rule = программе нужно хотя бы одно [[rule]]
fault-no-grant = правилу нужно хотя бы одно [[rule.grant]]
fault-side-twice = две награды одной стороне: { $side }; оставьте одну
fault-window-below-hold = должно быть не меньше hold_days, то есть { $hold }
fault-no-trigger = напишите хотя бы одно из: { $known }
fault-bad-trigger = «{ $text }» — не событие, на которое отвечает правило; подойдёт одно из: { $known }
fault-no-order = у { $event } нет заказа, судить не о чем; уберите это
fault-bad-country = «{ $text }» — не страна; напишите две заглавные латинские буквы, например DE
fault-unknown-experiment = [[experiment]] «{ $text }» нет; добавьте его или назовите тот, что есть
fault-unknown-arm = у эксперимента «{ $experiment }» нет группы «{ $text }»; добавьте её или назовите ту, что есть
fault-minimum-of = минимуму нужен `of`: одно из { $known }
fault-bad-base = «{ $text }» — не основа; подойдёт одно из: { $known }
fault-bad-upline = напишите число от 2 до { $most }; 1 — это сам пригласивший
fault-beside-choice = у каждого варианта своя награда и свой размер; уберите те, что рядом
fault-no-reward = награде нужен reward, например reward = {"{"} rail = "gift_card" {"}"}
fault-no-value = награде нужен value, например value = {"{"} fixed = {"{"} EUR = "10.00" {"}"} {"}"}
fault-choice-count = напишите от 2 до 8 вариантов, первый — по умолчанию
fault-bad-rail = «{ $text }» — не способ выдачи; подойдёт один из: { $known }
fault-unit-currency = «{ $text }» — валюта; давайте деньги через fixed или percent без unit или назовите единицу иначе
fault-unit-exponents = в другом месте файла у «{ $text }» exponent { $exponent }; напишите здесь такой же или другое название
fault-gift-card-unit = на подарочной карте лежат деньги; уберите unit или напишите другой rail
fault-gift-card-group = подарочная карта никого не принимает в группу; сделайте это через rail entitlement или manual
fault-money-cost = деньги стоят столько, сколько их; уберите это или назовите единицу, которая выдаётся
fault-exponent-alone = exponent бывает только у единицы; назовите её, например unit = "points"
fault-beside-steps = у ступеней свои размеры; уберите то, что стоит рядом с tiers
fault-percent-alone = это бывает только у процента; уберите или напишите percent
fault-one-value = напишите одно из: fixed, percent (вместе с of), units, group, tiers
fault-step-value = ступень даёт одно из: fixed, percent (вместе с of), units, group
fault-money-in-unit = у награды есть единица, деньги так не выдать; напишите units или уберите единицу
fault-units-alone = не сказано, что считать; назовите, например reward = {"{"} rail = "points", unit = "points" {"}"}
fault-revenue-at = выручка почти никогда не равна числу точно; напишите "from"
fault-step-count = напишите от 1 до { $most } ступеней
fault-steps-rise = ступени стоят по возрастанию; эта не выше предыдущей
fault-step-friends = ступени по paid_friends начинаются с числа друзей; напишите, например, n = 1
fault-step-revenue = ступени по revenue начинаются с суммы; напишите, например, revenue = {"{"} EUR = "100.00" {"}"}
fault-step-level = ступени по level начинаются с уровня; напишите, например, level = "gold"
fault-unknown-level = уровня «{ $text }» нет; добавьте его в level = [ … ]
fault-share-of-nothing = у { $event } нет суммы, от которой взять долю; напишите fixed или units
fault-share-of-base = у { $event } нет заказа, от которого взять долю; напишите of = "amount_base"
fault-percent-zero = напишите процент больше нуля
fault-percent-of = проценту нужен `of`: items, items_with_tax, order_total, eligible_lines или amount_base
fault-voucher-rail = это бывает только у купона; уберите или напишите rail = "voucher"
fault-voucher-off = купон в единицах говорит, что он снимает; напишите voucher = {"{"} off = "percent" {"}"} или {"{"} off = "shipping" {"}"}
fault-voucher-units = единицы — не деньги; напишите "percent" или "shipping" либо уберите единицу
fault-voucher-money = деньги снимаются как есть; напишите "fixed" или назовите единицу, например unit = "percent-off"
fault-voucher-share = купон в единицах не зависит от покупки; напишите units
fault-voucher-group = купон никого не делает участником; выдайте это через entitlement или manual
fault-voucher-percent = единицы — это проценты скидки; напишите от 1 до 100

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
backtest-stopped = Остановлено. Ничего не записано.
backtest-stopped-part = Остановлено после { $done } из { $of } событий: это показатели только этой части. Ничего не записано.
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
backtest-in-review = На проверке
backtest-due = К выдаче
backtest-settled = Выданы
backtest-void = Аннулированы
backtest-reversed = Отозваны
backtest-refused = Решения без начисления
backtest-caught = Поймано мошенничество
backtest-blocked = Отказано хорошим заказам
backtest-friends = Новые приглашённые
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
