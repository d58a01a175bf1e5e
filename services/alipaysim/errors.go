package alipaysim

import "fmt"

// Error is an answer of the platform that is not a success.
type Error struct {
	Code, Msg       string // the platform's part: 40004, Business Failed
	SubCode, SubMsg string // the reason: ACQ.TRADE_NOT_EXIST, 交易不存在
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %s", e.Code, e.SubCode, e.SubMsg)
}

// Is compares by reason, so that an error with a more exact text is still the same error.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error) //nolint:errorlint // Is must look at the target itself, not at its chain
	return ok && t.SubCode == e.SubCode
}

func (e *Error) with(subMsg string) *Error {
	c := *e
	c.SubMsg = subMsg
	return &c
}

const (
	codeUnavailable = "20000"
	codeMissing     = "40001"
	codeInvalid     = "40002"
	codeBusiness    = "40004"
)

func business(subCode, subMsg string) *Error {
	return &Error{Code: codeBusiness, Msg: "Business Failed", SubCode: subCode, SubMsg: subMsg}
}

func invalid(subCode, subMsg string) *Error {
	return &Error{Code: codeInvalid, Msg: "Invalid Arguments", SubCode: subCode, SubMsg: subMsg}
}

func missing(field, subMsg string) *Error {
	return &Error{Code: codeMissing, Msg: "Missing Required Arguments", SubCode: "isv.missing-" + field, SubMsg: subMsg}
}

// What the platform refuses, with Alipay's own codes.
var (
	ErrTradeNotExist    = business("ACQ.TRADE_NOT_EXIST", "交易不存在")
	ErrTradeStatus      = business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
	ErrTradeHasSuccess  = business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
	ErrTradeHasClose    = business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
	ErrTradeHasFinished = business("ACQ.TRADE_HAS_FINISHED", "交易已完结")
	ErrPaymentTimeout   = business("ACQ.PAYMENT_TIMEOUT", "订单已超过最晚付款时间")
	ErrInconsistent     = business("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改：商户订单号相同而金额不同")
	ErrRefundFee        = business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效：超过可退金额")
	ErrRefundNotTotal   = business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额与订单金额不一致，部分退款须传 out_request_no")
	ErrDiscordantRepeat = business("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求：同一退款请求号的金额不同")
	ErrBillNotExist     = business("BILL_NOT_EXIST", "账单不存在")
	ErrSystem           = &Error{Code: codeUnavailable, Msg: "Service Currently Unavailable", SubCode: "ACQ.SYSTEM_ERROR", SubMsg: "系统错误"}
	ErrInvalidParameter = invalid("ACQ.INVALID_PARAMETER", "参数无效")
	ErrInvalidAppID     = invalid("isv.invalid-app-id", "无效的AppID参数")
	ErrInvalidMethod    = invalid("isv.invalid-method", "不存在的方法名")
	ErrInvalidSignature = invalid("isv.invalid-signature", "无效签名")
	ErrInvalidSignType  = invalid("isv.invalid-signature-type", "无效签名类型")
	ErrInvalidTimestamp = invalid("isv.invalid-timestamp", "非法的时间戳参数")
	ErrInvalidCharset   = invalid("isv.invalid-charset", "字符集错误")
	ErrInvalidFormat    = invalid("isv.invalid-format", "无效的数据格式")
	ErrRepeatedField    = invalid("isv.invalid-parameter", "参数重复")
)
