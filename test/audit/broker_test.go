package audit

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/topology"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/testinfra"
)

// TestBroker seeds the violations that RabbitMQ can hold. Its figures come a moment late, so the audit is asked until it notices.
func TestBroker(t *testing.T) {
	s := newStage(t)
	s.reset(t)
	address := testinfra.RabbitMQ(t)
	u, err := url.Parse(address)
	require.NoError(t, err)
	table := topology.Table(30 * time.Minute)
	require.NoError(t, rabbit.Declare(t.Context(), []string{address}, table, rabbit.Classic))
	s.Broker = &Broker{URL: testinfra.RabbitMQManagement(t), VHost: strings.TrimPrefix(u.Path, "/"), Topology: table}
	conn, err := amqp.Dial(address)
	require.NoError(t, err)
	defer conn.Close()
	ch, err := conn.Channel()
	require.NoError(t, err)
	eventually := func(rules ...string) {
		t.Helper()
		require.EventuallyWithT(t, func(c *assert.CollectT) {
			report, err := Run(t.Context(), s.Targets, Final)
			require.NoError(c, err)
			names := []string{}
			for _, r := range report.Violated() {
				names = append(names, r.Rule)
			}
			assert.Equal(c, append([]string{}, rules...), names)
		}, 20*time.Second, 300*time.Millisecond)
	}
	publish := func(queue string) {
		t.Helper()
		require.NoError(t, ch.PublishWithContext(t.Context(), "", queue, false, false, amqp.Publishing{Body: []byte("{}")}))
	}
	empty := func(queue string) {
		t.Helper()
		_, err := ch.QueuePurge(queue, false)
		require.NoError(t, err)
	}
	eventually()
	publish(wareapi.QueueDelay) // waits for its deadline, and may
	for _, queue := range []string{wareapi.QueueRelease, "retry.30s"} {
		if _, err := ch.QueueInspect(queue); err != nil { //nolint:staticcheck // a passive declaration would need the arguments
			t.Fatalf("%s: %v", queue, err)
		}
		publish(queue)
		eventually("queues-empty")
		empty(queue)
		eventually()
	}
	publish(rabbit.ParkingQueue)
	eventually("parking-empty")
	empty(rabbit.ParkingQueue)
	eventually()
	s.Broker.Consumed = true
	report, err := Run(t.Context(), s.Targets, Final)
	require.NoError(t, err)
	require.ErrorContains(t, report.Err(), "ware does not listen")
	s.Broker.Consumed = false
	_, err = ch.QueueDelete(wareapi.QueueOrderPaid, false, false, false)
	require.NoError(t, err)
	eventually("queues-declared")
}

func TestAWrongAccountIsAnErrorWithoutItsPassword(t *testing.T) {
	db, err := sql.Open("mysql", testinfra.MariaDBDSN(t))
	require.NoError(t, err)
	defer db.Close()
	_, host, _ := strings.Cut(testinfra.RabbitMQManagement(t), "@")
	_, err = Run(t.Context(), Targets{DB: db, Broker: &Broker{URL: "http://nobody:secret@" + host}}, Final)
	require.ErrorContains(t, err, "401")
	require.NotContains(t, err.Error(), "secret")
}

func TestTheLedgerOfTheStandIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ledger.jsonl")
	trades, err := Ledger(file).Trades(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, trades, "nobody has paid yet")
	lines := `00000000 {"trades":[{"tradeNo":"1","outTradeNo":"9001","amount":100,"status":"WAIT_BUYER_PAY"}]}
00000000 {"trades":[{"tradeNo":"1","outTradeNo":"9001","amount":100,"paidAt":"2026-11-22T10:00:00Z"}]}
00000000 {"notices":[]}
00000000 {"trades":[{"tradeNo":"1","outTradeNo":"9001","amount":100,"paidAt":"2026-11-22T10:00:00Z","refunds":[{"amount":30},{"amount":20}]}]}
`
	require.NoError(t, os.WriteFile(file, []byte(lines+`00000000 {"trades":[{"tra`), 0o600))
	trades, err = Ledger(file).Trades(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []Trade{{"1", "9001", 100, 50, true}}, trades)
	require.NoError(t, os.WriteFile(file, []byte("00000000 {\n"+lines), 0o600))
	_, err = Ledger(file).Trades(t.Context(), nil)
	require.ErrorContains(t, err, "line 1")
}
