package gateway

import (
	"github.com/gin-gonic/gin"

	"gulimall/pkg/money"
	"gulimall/services/alipaysim"
)

type queryAnswer struct {
	status
	TradeNo        string           `json:"trade_no"`
	OutTradeNo     string           `json:"out_trade_no"`
	BuyerLogonID   string           `json:"buyer_logon_id"`
	BuyerUserID    string           `json:"buyer_user_id"`
	BuyerUserType  string           `json:"buyer_user_type"`
	TradeStatus    alipaysim.Status `json:"trade_status"`
	TotalAmount    string           `json:"total_amount"`
	ReceiptAmount  string           `json:"receipt_amount"`
	BuyerPayAmount string           `json:"buyer_pay_amount"`
	PointAmount    string           `json:"point_amount"`
	InvoiceAmount  string           `json:"invoice_amount"`
	SendPayDate    string           `json:"send_pay_date,omitempty"`
	Subject        string           `json:"subject,omitempty"`
	Body           string           `json:"body,omitempty"`
	PassbackParams string           `json:"passback_params,omitempty"`
}

func (g *Gateway) query(_ *gin.Context, req alipaysim.Request) (any, error) {
	var ref alipaysim.Ref
	if err := req.Decode(&ref); err != nil {
		return nil, err
	}
	t, err := g.sim.Find(ref)
	if err != nil {
		return nil, err
	}
	var received money.Fen
	if !t.PaidAt.IsZero() {
		received = t.Amount
	}
	return queryAnswer{
		status: success(), TradeNo: t.TradeNo, OutTradeNo: t.OutTradeNo,
		BuyerLogonID: alipaysim.BuyerLogonID, BuyerUserID: alipaysim.BuyerID, BuyerUserType: "PRIVATE",
		TradeStatus: t.Status, TotalAmount: t.Amount.String(), ReceiptAmount: received.String(),
		BuyerPayAmount: received.String(), PointAmount: "0.00", InvoiceAmount: received.String(),
		SendPayDate: alipaysim.FormatTime(t.PaidAt), Subject: t.Subject, Body: t.Body, PassbackParams: t.PassbackParams,
	}, nil
}

type closeAnswer struct {
	status
	TradeNo    string `json:"trade_no"`
	OutTradeNo string `json:"out_trade_no"`
}

func (g *Gateway) close(_ *gin.Context, req alipaysim.Request) (any, error) {
	var ref alipaysim.Ref
	if err := req.Decode(&ref); err != nil {
		return nil, err
	}
	t, err := g.sim.Close(ref)
	if err != nil {
		return nil, err
	}
	return closeAnswer{success(), t.TradeNo, t.OutTradeNo}, nil
}

type refundAnswer struct {
	status
	TradeNo      string `json:"trade_no"`
	OutTradeNo   string `json:"out_trade_no"`
	BuyerLogonID string `json:"buyer_logon_id"`
	BuyerUserID  string `json:"buyer_user_id"`
	FundChange   string `json:"fund_change"`
	RefundFee    string `json:"refund_fee"`
	GmtRefundPay string `json:"gmt_refund_pay,omitempty"`
	SendBackFee  string `json:"send_back_fee,omitempty"`
}

func (g *Gateway) refund(_ *gin.Context, req alipaysim.Request) (any, error) {
	var biz struct {
		alipaysim.Ref
		RefundAmount alipaysim.Yuan `json:"refund_amount"`
		OutRequestNo string         `json:"out_request_no"`
		RefundReason string         `json:"refund_reason"`
	}
	if err := req.Decode(&biz); err != nil {
		return nil, err
	}
	t, moved, err := g.sim.Refund(alipaysim.RefundOrder{
		Ref: biz.Ref, RequestNo: biz.OutRequestNo, Amount: money.Fen(biz.RefundAmount), Reason: biz.RefundReason,
	})
	if err != nil {
		return nil, err
	}
	a := refundAnswer{
		status: success(), TradeNo: t.TradeNo, OutTradeNo: t.OutTradeNo,
		BuyerLogonID: alipaysim.BuyerLogonID, BuyerUserID: alipaysim.BuyerID,
		FundChange: "N", RefundFee: t.Refunded().String(),
	}
	if moved {
		a.FundChange = "Y"
		a.GmtRefundPay = alipaysim.FormatTime(t.Refunds[len(t.Refunds)-1].At)
		a.SendBackFee = money.Fen(biz.RefundAmount).String()
	}
	return a, nil
}

type refundQueryAnswer struct {
	status
	TradeNo      string `json:"trade_no,omitempty"`
	OutTradeNo   string `json:"out_trade_no,omitempty"`
	OutRequestNo string `json:"out_request_no,omitempty"`
	TotalAmount  string `json:"total_amount,omitempty"`
	RefundAmount string `json:"refund_amount,omitempty"`
	RefundStatus string `json:"refund_status,omitempty"`
	RefundReason string `json:"refund_reason,omitempty"`
	GmtRefundPay string `json:"gmt_refund_pay,omitempty"`
}

// refundQuery answers a refund that never arrived with 10000 and without refund_status, as Alipay does.
func (g *Gateway) refundQuery(_ *gin.Context, req alipaysim.Request) (any, error) {
	var biz struct {
		alipaysim.Ref
		OutRequestNo string `json:"out_request_no"`
	}
	if err := req.Decode(&biz); err != nil {
		return nil, err
	}
	t, r, ok, err := g.sim.FindRefund(biz.Ref, biz.OutRequestNo)
	if err != nil {
		return nil, err
	}
	if !ok {
		return refundQueryAnswer{status: success()}, nil
	}
	return refundQueryAnswer{
		status: success(), TradeNo: t.TradeNo, OutTradeNo: t.OutTradeNo, OutRequestNo: r.RequestNo,
		TotalAmount: t.Amount.String(), RefundAmount: r.Amount.String(), RefundStatus: "REFUND_SUCCESS",
		RefundReason: r.Reason, GmtRefundPay: alipaysim.FormatTime(r.At),
	}, nil
}
