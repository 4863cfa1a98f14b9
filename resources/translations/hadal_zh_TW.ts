<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW">
<context>
    <name>ActionChoice</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>HTTP 請求</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>問我</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>動作</translation>
    </message>
</context>
<context>
    <name>AddMenu</name>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>匯入…</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具組</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>示例：%1</translation>
    </message>
</context>
<context>
    <name>AnswerBox</name>
    <message>
        <source>Your answer</source>
        <translation>你的回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>AnswerTree</name>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON answer</source>
        <translation>JSON 回答</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>顯示方式</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>樹狀</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message numerus="yes">
        <source>%Ln places break the schema</source>
        <translation>
            <numerusform>%Ln 處不符合結構描述</numerusform>
        </translation>
    </message>
    <message>
        <source>Fits the schema</source>
        <translation>符合結構描述</translation>
    </message>
    <message>
        <source>Fits “%1”</source>
        <translation>符合「%1」</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>複製回答</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未儲存：%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln values more; fold others, or show the text</source>
        <translation>
            <numerusform>還有 %Ln 個值；請摺疊其他項或檢視文字</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>複製值</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>複製路徑</translation>
    </message>
</context>
<context>
    <name>AnswerTreeRow</name>
    <message numerus="yes">
        <source>%Ln fields</source>
        <translation>
            <numerusform>%Ln 個欄位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln 項</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>List</source>
        <translation>清單</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>物件</translation>
    </message>
</context>
<context>
    <name>AnswerTurn</name>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 詞元/秒</translation>
    </message>
    <message>
        <source>first after %1 s</source>
        <translation>首詞元 %1 秒</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Cut off when the program ended. The text so far is kept.</source>
        <translation>程式退出時中斷。已生成的內容已儲存。</translation>
    </message>
    <message>
        <source>Stopped. The text so far is kept.</source>
        <translation>已停止。已生成的內容已儲存。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln 個詞元</numerusform>
        </translation>
    </message>
    <message>
        <source>Ended at the length limit. The answer may be incomplete.</source>
        <translation>已達到長度上限，回答可能不完整。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>繼續</translation>
    </message>
</context>
<context>
    <name>ArgumentControl</name>
    <message>
        <source>Choose</source>
        <translation>選擇</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>新增一項</translation>
    </message>
    <message>
        <source>Add an item to %1</source>
        <translation>在 %1 新增一項</translation>
    </message>
</context>
<context>
    <name>ArgumentEditor</name>
    <message>
        <source>No arguments</source>
        <translation>沒有參數</translation>
    </message>
    <message>
        <source>Arguments as JSON</source>
        <translation>JSON 形式的參數</translation>
    </message>
</context>
<context>
    <name>ArgumentForm</name>
    <message>
        <source>A number is needed</source>
        <translation>需要一個數字</translation>
    </message>
    <message>
        <source>A whole number is needed</source>
        <translation>需要一個整數</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>請選擇一項</translation>
    </message>
    <message>
        <source>JSON is needed</source>
        <translation>需要 JSON</translation>
    </message>
    <message>
        <source>A JSON object is needed</source>
        <translation>需要一個 JSON 物件</translation>
    </message>
    <message>
        <source>Not JSON: %1</source>
        <translation>不是 JSON：%1</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>至少 %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>至多 %1</translation>
    </message>
    <message>
        <source>More than %1</source>
        <translation>大於 %1</translation>
    </message>
    <message>
        <source>Less than %1</source>
        <translation>小於 %1</translation>
    </message>
    <message>
        <source>A multiple of %1</source>
        <translation>須為 %1 的倍數</translation>
    </message>
    <message>
        <source>Does not match %1</source>
        <translation>與 %1 不相符</translation>
    </message>
    <message>
        <source>Not of the format %1</source>
        <translation>不符合格式 %1</translation>
    </message>
    <message>
        <source>An item occurs twice</source>
        <translation>有重複的項目</translation>
    </message>
    <message>
        <source>Text is needed</source>
        <translation>需要文字</translation>
    </message>
    <message>
        <source>true or false is needed</source>
        <translation>需要 true 或 false</translation>
    </message>
    <message>
        <source>A list is needed</source>
        <translation>需要列表</translation>
    </message>
    <message>
        <source>null is needed</source>
        <translation>需要 null</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>One of: %1</source>
        <translation>只能是：%1</translation>
    </message>
    <message>
        <source>Must be %1</source>
        <translation>必須是 %1</translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln characters</source>
        <translation>
            <numerusform>至少 %Ln 個字元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln characters</source>
        <translation>
            <numerusform>至多 %Ln 個字元</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln items</source>
        <translation>
            <numerusform>至少 %Ln 項</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln items</source>
        <translation>
            <numerusform>至多 %Ln 項</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %Ln fields</source>
        <translation>
            <numerusform>至少 %Ln 個欄位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln fields</source>
        <translation>
            <numerusform>至多 %Ln 個欄位</numerusform>
        </translation>
    </message>
    <message>
        <source>Not allowed here</source>
        <translation>此處不允許</translation>
    </message>
</context>
<context>
    <name>ArgumentLine</name>
    <message>
        <source>Argument %1</source>
        <translation>引數 %1</translation>
    </message>
    <message>
        <source>Move argument %1 up</source>
        <translation>上移引數 %1</translation>
    </message>
    <message>
        <source>Move argument %1 down</source>
        <translation>下移引數 %1</translation>
    </message>
    <message>
        <source>Remove argument %1</source>
        <translation>移除引數 %1</translation>
    </message>
</context>
<context>
    <name>ArgumentRow</name>
    <message>
        <source>null, set a value</source>
        <translation>null，設定一個值</translation>
    </message>
    <message>
        <source>Not given</source>
        <translation>未提供</translation>
    </message>
    <message>
        <source>Give %1</source>
        <translation>提供 %1</translation>
    </message>
    <message>
        <source>Remove item %1</source>
        <translation>移除第 %1 項</translation>
    </message>
    <message>
        <source>Leave out %1</source>
        <translation>不提供 %1</translation>
    </message>
    <message>
        <source>edited by you</source>
        <translation>由你修改</translation>
    </message>
</context>
<context>
    <name>AskForm</name>
    <message>
        <source>Question</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>You type the result. Without a question the arguments are shown.</source>
        <translation>結果由你輸入。沒有寫問題時，會顯示引數。</translation>
    </message>
</context>
<context>
    <name>AskingForm</name>
    <message>
        <source>Never, it only reads</source>
        <translation>不必，它只讀取</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>First time in a chat</source>
        <translation>每個對話首次</translation>
    </message>
    <message>
        <source>Every time</source>
        <translation>每次</translation>
    </message>
    <message>
        <source>Ask before running</source>
        <translation>執行前詢問</translation>
    </message>
    <message>
        <source>It never runs</source>
        <translation>從不執行</translation>
    </message>
</context>
<context>
    <name>AttentionPart</name>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message numerus="yes">
        <source>%L1 of %Ln earlier tokens</source>
        <translation>
            <numerusform>此前 %Ln 個詞元中的 %L1 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>全部 %1 層</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 之 %1</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All layers together</source>
        <translation>所有層合在一起</translation>
    </message>
    <message>
        <source>This model has no indexer: each layer reads every earlier token.</source>
        <translation>這個模型沒有索引器：每一層都讀取此前的所有詞元。</translation>
    </message>
    <message numerus="yes">
        <source>Nothing is left out yet. The indexer chooses once there are more than %Ln tokens.</source>
        <translation>
            <numerusform>目前沒有略去任何內容。超過 %Ln 個詞元后，索引器才開始選擇。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinList</name>
    <message>
        <source>The bin is empty. Chats that you delete stay here for 30 days.</source>
        <translation>回收桶是空的。刪除的對話會在這裡保留 30 天。</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are deleted for good.</source>
        <translation>對話在這裡保留 30 天，之後徹底刪除。</translation>
    </message>
    <message>
        <source>Empty the bin…</source>
        <translation>清空回收桶…</translation>
    </message>
    <message>
        <source>Deleted chats</source>
        <translation>已刪除的對話</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln chats for good? This cannot be undone.</source>
        <translation>
            <numerusform>徹底刪除 %Ln 個對話？此操作無法撤銷。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this chat for good? This cannot be undone.</source>
        <translation>徹底刪除這個對話？此操作無法撤銷。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>徹底刪除</translation>
    </message>
</context>
<context>
    <name>BinRow</name>
    <message numerus="yes">
        <source>%Ln days left</source>
        <translation>
            <numerusform>還剩 %Ln 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢復</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>徹底刪除…</translation>
    </message>
</context>
<context>
    <name>BinSheet</name>
    <message>
        <source>Bin</source>
        <translation>回收桶</translation>
    </message>
</context>
<context>
    <name>BranchList</name>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>This chat has no branches. Edit a message or ask again, and the versions appear here.</source>
        <translation>這個對話沒有分支。修改一條訊息或重新回答後，各個版本會出現在這裡。</translation>
    </message>
    <message>
        <source>Enter shows · F2 names · S stars</source>
        <translation>Enter顯示 · F2 命名 · S 加星</translation>
    </message>
</context>
<context>
    <name>BranchRow</name>
    <message>
        <source>version %1 of %2</source>
        <translation>第 %1 個版本，共 %2 個</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln 條訊息</numerusform>
        </translation>
    </message>
    <message>
        <source>Name this branch</source>
        <translation>給分支命名</translation>
    </message>
    <message>
        <source>Remove the star</source>
        <translation>取消星標</translation>
    </message>
    <message>
        <source>Star this version</source>
        <translation>給這個版本加星</translation>
    </message>
    <message>
        <source>Name of the branch</source>
        <translation>分支名稱</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>Show the sidebar</source>
        <translation>顯示側欄</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新對話</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在對話中尋找</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>本對話的設定</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>匯出此對話</translation>
    </message>
    <message>
        <source>Close the look inside</source>
        <translation>關閉內部檢視</translation>
    </message>
    <message>
        <source>Look inside the model</source>
        <translation>檢視模型內部</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>The model was not loaded</source>
        <translation>模型沒有載入</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新載入</translation>
    </message>
    <message>
        <source>This chat cannot be read</source>
        <translation>無法讀取這個對話</translation>
    </message>
    <message>
        <source>Chats cannot be saved</source>
        <translation>對話無法儲存</translation>
    </message>
    <message>
        <source>Context %L1 tokens</source>
        <translation>上下文 %L1 個詞元</translation>
    </message>
    <message>
        <source>Write the next message</source>
        <translation>繼續輸入，傳送後會排隊</translation>
    </message>
    <message>
        <source>Ask anything about Hadal</source>
        <translation>問問關於 Hadal 的事</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>輸入訊息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Leave out older turns</source>
        <translation>省略較早的輪次</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>沒有模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>選擇模型</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在載入</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>Conversation</source>
        <translation>對話內容</translation>
    </message>
</context>
<context>
    <name>CheckBanner</name>
    <message>
        <source>Line %L1: %2</source>
        <translation>第 %L1 行：%2</translation>
    </message>
    <message>
        <source>the whole</source>
        <translation>整體</translation>
    </message>
    <message>
        <source>%1, line %L2: %3.</source>
        <translation>%1，第 %L2 行：%3。</translation>
    </message>
    <message>
        <source>It is checked after the answer instead.</source>
        <translation>將在回答之後檢查。</translation>
    </message>
    <message numerus="yes">
        <source>Enforced while the model writes: %Ln rules</source>
        <translation>
            <numerusform>生成時強制執行：%Ln 條規則</numerusform>
        </translation>
    </message>
    <message>
        <source>Being checked</source>
        <translation>正在檢查</translation>
    </message>
    <message>
        <source>The code cannot be read</source>
        <translation>程式碼無法讀取</translation>
    </message>
    <message numerus="yes">
        <source>Enforced in part: %L1 of %Ln rules</source>
        <translation>
            <numerusform>部分強制執行：%Ln 條規則中的 %L1 條</numerusform>
        </translation>
    </message>
    <message>
        <source>This is no valid schema</source>
        <translation>這不是有效的結構描述</translation>
    </message>
    <message>
        <source>Cannot be enforced</source>
        <translation>無法強制執行</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>檢視</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>程式碼</translation>
    </message>
    <message>
        <source>Code in %1</source>
        <translation>%1 程式碼</translation>
    </message>
    <message>
        <source>code</source>
        <translation>程式碼</translation>
    </message>
    <message>
        <source>Do not wrap lines</source>
        <translation>不自動換行</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>自動換行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
    <message numerus="yes">
        <source>Show %n lines more</source>
        <translation>
            <numerusform>再顯示 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
</context>
<context>
    <name>CodeEditor</name>
    <message>
        <source>Code of the schema</source>
        <translation>結構描述的程式碼</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>自動完成</translation>
    </message>
</context>
<context>
    <name>CommandForm</name>
    <message>
        <source>Shell line</source>
        <translation>Shell 命令列</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程式</translation>
    </message>
    <message>
        <source>Arguments that stand in it are quoted as one word each.</source>
        <translation>其中的引數各自作為一個詞加引號。</translation>
    </message>
    <message>
        <source>A name or a path. No shell reads it.</source>
        <translation>名稱或路徑。不經過 shell。</translation>
    </message>
    <message>
        <source>Split into arguments</source>
        <translation>拆分為引數</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>引數</translation>
    </message>
    <message>
        <source>Add an argument</source>
        <translation>新增引數</translation>
    </message>
    <message>
        <source>Run through a shell</source>
        <translation>透過 shell 執行</translation>
    </message>
    <message>
        <source>For pipes and redirections. Without it, nothing that the model writes can become a command.</source>
        <translation>用於管道和重定向。不開啟它，模型寫的任何內容都不會成為命令。</translation>
    </message>
    <message>
        <source>A shell reads this line</source>
        <translation>此行由 shell 解釋</translation>
    </message>
    <message>
        <source>What the model writes is quoted, but the line itself can do whatever a shell can, within the sandbox.</source>
        <translation>模型寫的內容會加引號，但這一行本身在沙箱內可以做 shell 能做的一切。</translation>
    </message>
    <message>
        <source>Working folder</source>
        <translation>工作資料夾</translation>
    </message>
    <message>
        <source>An empty folder of its own</source>
        <translation>自己的空資料夾</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>選擇</translation>
    </message>
    <message>
        <source>Choose the working folder</source>
        <translation>選擇工作資料夾</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>環境變數</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>新增變數</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>輸入</translation>
    </message>
    <message>
        <source>What the program reads from its standard input</source>
        <translation>程式從標準輸入讀到的內容</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>New chat</source>
        <translation>新對話</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜尋全部對話</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在對話中尋找</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>顯示或隱藏側欄</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Settings of this chat</source>
        <translation>本對話的設定</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>新增文字檔案</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Continue the answer</source>
        <translation>繼續回答</translation>
    </message>
    <message>
        <source>Edit my last message</source>
        <translation>修改我的上一條訊息</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>複製最後的回答</translation>
    </message>
    <message>
        <source>Think first, or answer at once</source>
        <translation>先思考，或直接回答</translation>
    </message>
    <message>
        <source>Chat above</source>
        <translation>上一個對話</translation>
    </message>
    <message>
        <source>Chat below</source>
        <translation>下一個對話</translation>
    </message>
    <message>
        <source>Rename this chat</source>
        <translation>重新命名對話</translation>
    </message>
    <message>
        <source>Duplicate this chat</source>
        <translation>複製一份對話</translation>
    </message>
    <message>
        <source>Pin or unpin this chat</source>
        <translation>固定或取消固定對話</translation>
    </message>
    <message>
        <source>Archive this chat</source>
        <translation>歸檔對話</translation>
    </message>
    <message>
        <source>Move this chat to the bin</source>
        <translation>把對話移到回收桶</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收桶</translation>
    </message>
    <message>
        <source>Network connections</source>
        <translation>網路連線</translation>
    </message>
    <message>
        <source>Open the folder of chats, presets and the log</source>
        <translation>開啟存放對話、預設和日誌的資料夾</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>原始大小</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>鍵盤快捷鍵</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stop the answer, close what is open</source>
        <translation>停止回答，關閉開啟的面板</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>傳送</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>換行</translation>
    </message>
    <message>
        <source>Take the new version while editing</source>
        <translation>修改時採用新版本</translation>
    </message>
    <message>
        <source>Turn above or below, in the conversation</source>
        <translation>在對話中：上一輪或下一輪</translation>
    </message>
    <message>
        <source>Rename, in the list</source>
        <translation>在清單中：重新命名</translation>
    </message>
    <message>
        <source>Pick several, in the list</source>
        <translation>在清單中：多選</translation>
    </message>
    <message>
        <source>Move to the bin, in the list</source>
        <translation>在清單中：移到回收桶</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Servers of tools</source>
        <translation>工具伺服器</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>匯出此對話</translation>
    </message>
    <message>
        <source>Export all chats</source>
        <translation>匯出全部對話</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>匯入對話</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>對話</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>Import tools</source>
        <translation>匯入工具</translation>
    </message>
    <message>
        <source>Look inside the model</source>
        <translation>檢視模型內部</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>端點</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>選擇模型</translation>
    </message>
    <message>
        <source>Go round: chats, conversation, message, panel</source>
        <translation>輪流切換：對話列表、對話、輸入框、面板</translation>
    </message>
    <message>
        <source>Into the turn, in the conversation</source>
        <translation>進入這一輪（在對話中）</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message</source>
        <translation>訊息</translation>
    </message>
    <message>
        <source>Think</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>The model thinks before it answers</source>
        <translation>模型先思考再回答</translation>
    </message>
    <message>
        <source>The model answers at once</source>
        <translation>模型直接回答</translation>
    </message>
    <message>
        <source>This does not fit into the context of %L1 tokens. Shorten it, begin a new chat, or let older turns be left out.</source>
        <translation>放不進 %L1 個詞元的上下文。請縮短內容、新建對話，或允許省略較早的輪次。</translation>
    </message>
    <message>
        <source>An image cannot be attached: the model reads text only.</source>
        <translation>無法新增圖片：模型只能讀文字。</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>新增文字檔案</translation>
    </message>
    <message>
        <source>Drop text files here</source>
        <translation>把文字檔案放在這裡</translation>
    </message>
    <message>
        <source>Tools %1</source>
        <translation>工具 %1</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message numerus="yes">
        <source>Tools, %Ln on</source>
        <translation>
            <numerusform>工具，已啟用 %Ln 個</numerusform>
        </translation>
    </message>
    <message>
        <source>Let the model use tools in this chat</source>
        <translation>讓模型在此對話中使用工具</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>預留</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>Context: %1 of %2 tokens</source>
        <translation>上下文：已用 %1，共 %2 個詞元</translation>
    </message>
    <message>
        <source>%1 of %2, nearly full</source>
        <translation>已用 %1，共 %2，快滿了</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>已用 %1，共 %2</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系統</translation>
    </message>
    <message>
        <source>Does not fit: %1 of %2</source>
        <translation>放不下：%1，共 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln turns will be left out</source>
        <translation>
            <numerusform>將省略 %Ln 輪</numerusform>
        </translation>
    </message>
    <message>
        <source>The next message does not fit into the context. Shorten it, or choose what to leave out.</source>
        <translation>下一條訊息放不進上下文。請縮短，或選擇省略哪些內容。</translation>
    </message>
    <message numerus="yes">
        <source>The next request leaves out %Ln tokens of older turns, shown pale.</source>
        <translation>
            <numerusform>下一次請求將省略較早輪次的 %Ln 個詞元，以淺色顯示。</numerusform>
        </translation>
    </message>
    <message>
        <source>What the next request will hold. Reserve is kept free for the answer.</source>
        <translation>下一次請求包含的內容。預留部分留給回答。</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>What the next request will hold, estimated: only the endpoint knows its tokenizer. Reserve is kept free for the answer.</source>
        <translation>下一次請求的內容，為估計值：只有端點知道自己的分詞器。預留部分留給回答。</translation>
    </message>
    <message>
        <source>about %1 of %2</source>
        <translation>約 %1 / %2</translation>
    </message>
</context>
<context>
    <name>CopyMenu</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>複製為 Markdown</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全選</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
</context>
<context>
    <name>EditBox</name>
    <message>
        <source>New version</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Start with a question</source>
        <translation>從一個問題開始</translation>
    </message>
    <message>
        <source>The model in use is a small guide to Hadal, built in. It knows this program and the ideas behind it. For general questions, start Hadal with a larger model.</source>
        <translation>目前使用的是內建的 Hadal 小嚮導。它瞭解這個程式和背後的原理。要問一般的問題，請用更大的模型啟動 Hadal。</translation>
    </message>
    <message>
        <source>%1 will answer.</source>
        <translation>由 %1 回答。</translation>
    </message>
    <message>
        <source>Try one of these</source>
        <translation>試試這些</translation>
    </message>
    <message>
        <source>What is sparse attention, and what does it cost?</source>
        <translation>什麼是稀疏注意力？它的代價是什麼？</translation>
    </message>
    <message>
        <source>A short answer</source>
        <translation>簡短的回答</translation>
    </message>
    <message>
        <source>Prove that the sum of two even numbers is even.</source>
        <translation>證明兩個偶數之和是偶數。</translation>
    </message>
    <message>
        <source>Watch it think first</source>
        <translation>先看它思考</translation>
    </message>
    <message>
        <source>Explain MoE load balancing.</source>
        <translation>解釋 MoE 的負載平衡。</translation>
    </message>
    <message>
        <source>How its experts share the work</source>
        <translation>專家怎樣分擔工作</translation>
    </message>
    <message>
        <source>Turn “Ada, 36, London” into a record.</source>
        <translation>把「Ada, 36, London」變成一條記錄。</translation>
    </message>
    <message>
        <source>Answers in JSON</source>
        <translation>用 JSON 回答</translation>
    </message>
</context>
<context>
    <name>EndpointDetail</name>
    <message>
        <source>the first model that it lists</source>
        <translation>列表中的第一個模型</translation>
    </message>
    <message>
        <source>key in the keyring</source>
        <translation>金鑰在金鑰圈中</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>沒有金鑰</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Let %1 answer</source>
        <translation>由 %1 回答</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>測試</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>測試連線</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>What you write to an endpoint leaves this computer. Every connection is listed under Network connections.</source>
        <translation>發給端點的內容會離開這台電腦。每次連線都列在「網路連線」中。</translation>
    </message>
</context>
<context>
    <name>EndpointForm</name>
    <message>
        <source>Kind of server</source>
        <translation>伺服器類型</translation>
    </message>
    <message>
        <source>Decides how thinking is switched, and what a schema is called there.</source>
        <translation>決定如何開關思考，以及在那裡如何傳遞模式。</translation>
    </message>
    <message>
        <source>As it tells itself</source>
        <translation>由它自己說明</translation>
    </message>
    <message>
        <source>OpenAI, and others like it</source>
        <translation>OpenAI 及類似服務</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>位址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>金鑰</translation>
    </message>
    <message>
        <source>Kept in the keyring, and sent to this address only. Servers of your own often need none.</source>
        <translation>儲存在金鑰圈中，只傳送到這個位址。自己的伺服器往往不需要金鑰。</translation>
    </message>
    <message>
        <source>Kept in the keyring; type to replace it</source>
        <translation>已儲存在金鑰圈中；輸入即可替換</translation>
    </message>
    <message>
        <source>None</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>移除金鑰</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Context length, time and headers</source>
        <translation>上下文長度、時間和標頭</translation>
    </message>
    <message>
        <source>Context length, tokens</source>
        <translation>上下文長度（詞元）</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>由伺服器決定</translation>
    </message>
    <message>
        <source>May be silent for, seconds</source>
        <translation>允許無回應的秒數</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>標頭，每行一個</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>僅限本次會話</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>測試</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>測試連線</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>EndpointRow</name>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
</context>
<context>
    <name>EndpointsSheet</name>
    <message>
        <source>Endpoints</source>
        <translation>端點</translation>
    </message>
</context>
<context>
    <name>EndpointsView</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Add an endpoint</source>
        <translation>新增端點</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>端點</translation>
    </message>
    <message>
        <source>No endpoints yet. An endpoint is a model that runs elsewhere: on SGLang, vLLM or llama.cpp, or a hosted service. What you write to it leaves this computer.</source>
        <translation>還沒有端點。端點是在別處執行的模型：SGLang、vLLM、llama.cpp，或託管服務。發給它的內容會離開這台電腦。</translation>
    </message>
</context>
<context>
    <name>ExamplePane</name>
    <message>
        <source>Example answer</source>
        <translation>範例回答</translation>
    </message>
    <message>
        <source>Written by %1 · %2 s</source>
        <translation>由 %1 產生 · %2 秒</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Generate an example</source>
        <translation>產生範例</translation>
    </message>
    <message>
        <source>The example was cut at its length limit, so it is not whole.</source>
        <translation>範例達到長度上限而被截斷，不完整。</translation>
    </message>
</context>
<context>
    <name>ExpertsPart</name>
    <message>
        <source>Experts</source>
        <translation>專家</translation>
    </message>
    <message>
        <source>%1 a layer, %2 a token</source>
        <translation>每層 %1 個，每個詞元 %2 個</translation>
    </message>
    <message>
        <source>Experts of each layer</source>
        <translation>各層的專家</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 層：%2</translation>
    </message>
    <message>
        <source>this token</source>
        <translation>這個詞元</translation>
    </message>
    <message numerus="yes">
        <source>the %Ln tokens before it</source>
        <translation>
            <numerusform>之前的 %Ln 個詞元</numerusform>
        </translation>
    </message>
    <message>
        <source>This model has no experts.</source>
        <translation>這個模型沒有專家。</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>對話</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>此對話</translation>
    </message>
    <message>
        <source>Folder “%1”</source>
        <translation>資料夾「%1」</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>全部對話</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>The branch shown</source>
        <translation>目前分支</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>工具呼叫</translation>
    </message>
    <message>
        <source>Times and models</source>
        <translation>時間與模型</translation>
    </message>
    <message>
        <source>JSON holds everything: every version, thinking, tool calls, drafts and settings. It can be imported again without loss.</source>
        <translation>JSON 包含一切：所有版本、思考、工具呼叫、草稿和設定，可以原樣重新匯入。</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln picked chats</source>
        <translation>
            <numerusform>選取的 %Ln 個對話</numerusform>
        </translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
</context>
<context>
    <name>ExportPane</name>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>%L1 of %L2 chats written</source>
        <translation>已寫入 %L1 個對話，共 %L2 個</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在寫入</translation>
    </message>
    <message>
        <source>a file each, in a new folder</source>
        <translation>各存一個檔案，放入新資料夾</translation>
    </message>
    <message>
        <source>There is nothing to export yet.</source>
        <translation>還沒有可匯出的內容。</translation>
    </message>
    <message>
        <source>Export into a new folder in…</source>
        <translation>匯出到新資料夾，位於…</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 位元組</translation>
    </message>
    <message>
        <source>%L1 kB</source>
        <translation>%L1 kB</translation>
    </message>
    <message>
        <source>%L1 MB</source>
        <translation>%L1 MB</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats exported</source>
        <translation>
            <numerusform>已匯出 %Ln 個對話</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln 個對話</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln 則訊息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportPreview</name>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>類型</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>May be null</source>
        <translation>可為 null</translation>
    </message>
    <message>
        <source>Kept as it is: %1</source>
        <translation>原樣保留：%1</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>檢視程式碼</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>選填</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定義</translation>
    </message>
    <message>
        <source>Kept as it is: %1</source>
        <translation>原樣保留：%1</translation>
    </message>
</context>
<context>
    <name>FieldTree</name>
    <message>
        <source>Fields</source>
        <translation>欄位</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>欄位</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>類型</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>說明</translation>
    </message>
    <message>
        <source>Add an alternative</source>
        <translation>新增備選</translation>
    </message>
    <message>
        <source>Add a field</source>
        <translation>新增欄位</translation>
    </message>
    <message>
        <source>Duplicate the field</source>
        <translation>複製欄位</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Delete the field</source>
        <translation>刪除欄位</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>數字</translation>
    </message>
    <message>
        <source>Integer</source>
        <translation>整數</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>Null</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>One of a list</source>
        <translation>多選一</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>物件</translation>
    </message>
    <message>
        <source>List</source>
        <translation>清單</translation>
    </message>
    <message>
        <source>Union</source>
        <translation>聯合</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>參照</translation>
    </message>
    <message>
        <source>Several types</source>
        <translation>多種類型</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>無</translation>
    </message>
    <message>
        <source>One of %L1</source>
        <translation>%L1 選一</translation>
    </message>
    <message>
        <source>One of %L1 types</source>
        <translation>%L1 種類型之一</translation>
    </message>
    <message>
        <source>List: %1</source>
        <translation>清單：%1</translation>
    </message>
    <message>
        <source>Text, pattern</source>
        <translation>文字，樣式</translation>
    </message>
    <message>
        <source>%1 or null</source>
        <translation>%1或 null</translation>
    </message>
    <message>
        <source>The whole</source>
        <translation>整體</translation>
    </message>
    <message>
        <source>each item</source>
        <translation>每一項</translation>
    </message>
    <message>
        <source>alternative %L1</source>
        <translation>備選 %L1</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>說明</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>預設值</translation>
    </message>
    <message>
        <source>Examples, one a line</source>
        <translation>範例，每行一個</translation>
    </message>
    <message>
        <source>Values, one a line</source>
        <translation>取值，每行一個</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>正規表示式</translation>
    </message>
    <message>
        <source>At least, characters</source>
        <translation>最少字元數</translation>
    </message>
    <message>
        <source>At most, characters</source>
        <translation>最多字元數</translation>
    </message>
    <message>
        <source>At least, items</source>
        <translation>最少項數</translation>
    </message>
    <message>
        <source>At most, items</source>
        <translation>最多項數</translation>
    </message>
    <message>
        <source>At least, fields</source>
        <translation>最少欄位數</translation>
    </message>
    <message>
        <source>At most, fields</source>
        <translation>最多欄位數</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>不小於</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>不大於</translation>
    </message>
    <message>
        <source>More than</source>
        <translation>大於</translation>
    </message>
    <message>
        <source>Less than</source>
        <translation>小於</translation>
    </message>
    <message>
        <source>Multiple of</source>
        <translation>倍數</translation>
    </message>
    <message>
        <source>No item twice</source>
        <translation>各項不重複</translation>
    </message>
    <message>
        <source>No other fields</source>
        <translation>不允許其他欄位</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>指向</translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message numerus="yes">
        <source>File %1, %Ln tokens</source>
        <translation>
            <numerusform>檔案 %1，%Ln 個詞元</numerusform>
        </translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>檔案 %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln 個詞元</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>FilesForm</name>
    <message>
        <source>What it does</source>
        <translation>做什麼</translation>
    </message>
    <message>
        <source>Takes the parameter “path”, and works in the folders chosen below.</source>
        <translation>使用引數“path”，在下面所選的資料夾內工作。</translation>
    </message>
    <message>
        <source>Takes the parameter “path” of a folder, and works in the folders chosen below.</source>
        <translation>使用表示資料夾的引數“path”，在下面所選的資料夾內工作。</translation>
    </message>
    <message>
        <source>Takes the parameters “query” and “glob”, and works in the folders chosen below.</source>
        <translation>使用引數“query”和“glob”，在下面所選的資料夾內工作。</translation>
    </message>
    <message>
        <source>Read a file</source>
        <translation>讀取檔案</translation>
    </message>
    <message>
        <source>List a folder</source>
        <translation>列出資料夾</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>在對話中尋找</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>沒有找到</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>第 %L1 處，共 %L2 處</translation>
    </message>
    <message>
        <source>Found before</source>
        <translation>上一處</translation>
    </message>
    <message>
        <source>Shift Enter</source>
        <translation>Shift Enter</translation>
    </message>
    <message>
        <source>Found next</source>
        <translation>下一處</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>Folder %1</source>
        <translation>資料夾 %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>讀取</translation>
    </message>
    <message>
        <source>Read and write</source>
        <translation>讀取和寫入</translation>
    </message>
    <message>
        <source>Choose folder %1</source>
        <translation>選擇資料夾 %1</translation>
    </message>
    <message>
        <source>What may be done in folder %1</source>
        <translation>在資料夾 %1 中可以做什麼</translation>
    </message>
    <message>
        <source>Take away folder %1</source>
        <translation>移除資料夾 %1</translation>
    </message>
</context>
<context>
    <name>FormulaBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
</context>
<context>
    <name>FormulaSource</name>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
</context>
<context>
    <name>FreshRow</name>
    <message>
        <source>New chat</source>
        <translation>新對話</translation>
    </message>
    <message>
        <source>Chats appear here. Drag one onto another to make a folder.</source>
        <translation>對話會出現在這裡。把一個拖到另一個上可以建立資料夾。</translation>
    </message>
</context>
<context>
    <name>HttpForm</name>
    <message>
        <source>Request</source>
        <translation>請求</translation>
    </message>
    <message>
        <source>What stands for an argument is encoded: it cannot change the host.</source>
        <translation>代入的引數會被編碼，無法改變主機。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>標頭</translation>
    </message>
    <message>
        <source>Add a header</source>
        <translation>新增標頭</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>In JSON, arguments are written as JSON.</source>
        <translation>在 JSON 中，引數按 JSON 寫入。</translation>
    </message>
</context>
<context>
    <name>ImageCard</name>
    <message>
        <source>Image, not loaded</source>
        <translation>圖片，未載入</translation>
    </message>
    <message>
        <source>Image, not loaded: %1</source>
        <translation>圖片，未載入：%1</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在瀏覽器中開啟</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>複製地址</translation>
    </message>
</context>
<context>
    <name>ImportDrop</name>
    <message>
        <source>Drop an export here to import its chats</source>
        <translation>拖放到此處，匯入其中的對話</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>Paste the “mcpServers” that a server&apos;s README shows. Servers come in switched off; keys and tokens go to the keyring.</source>
        <translation>貼上伺服器 README 中的「mcpServers」。匯入的伺服器預設關閉，密鑰和權杖存入金鑰圈。</translation>
    </message>
    <message>
        <source>Servers as JSON</source>
        <translation>JSON 格式的伺服器</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>僅本次使用</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ImportList</name>
    <message>
        <source>Chats in the file</source>
        <translation>檔案中的對話</translation>
    </message>
</context>
<context>
    <name>ImportPane</name>
    <message>
        <source>Import chats</source>
        <translation>匯入對話</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在讀取 %1</translation>
    </message>
    <message>
        <source>%L1 of %L2 chats added</source>
        <translation>已加入 %L1 個對話，共 %L2 個</translation>
    </message>
    <message>
        <source>An export of Hadal, or the conversations.json of ChatGPT or DeepSeek.</source>
        <translation>Hadal 的匯出檔，或者 ChatGPT、DeepSeek 的 conversations.json。</translation>
    </message>
    <message>
        <source>%1, written by %2. Nothing that is here is changed; what is missing is added.</source>
        <translation>%1，來自 %2。既有內容不變，只補上缺少的部分。</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>換一個檔案…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Nothing to import</source>
        <translation>沒有可匯入的內容</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Exports (*.json)</source>
        <translation>匯出檔 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有檔案 (*)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln 個新對話</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln with new messages</source>
        <translation>
            <numerusform>%Ln 個有新訊息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln 個無變化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages in all</source>
        <translation>
            <numerusform>共 %Ln 則訊息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parts of the file cannot be read and are left out</source>
        <translation>
            <numerusform>檔案中有 %Ln 處無法讀取，已略過</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportRow</name>
    <message>
        <source>Comes back from the bin</source>
        <translation>從資源回收筒還原</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>沒有新內容</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>無標題</translation>
    </message>
    <message numerus="yes">
        <source>New, %Ln messages</source>
        <translation>
            <numerusform>新對話，%Ln 則訊息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new messages</source>
        <translation>
            <numerusform>%Ln 則新訊息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Import chats</source>
        <translation>匯入對話</translation>
    </message>
</context>
<context>
    <name>ImportToolsSheet</name>
    <message>
        <source>Import tools</source>
        <translation>匯入工具</translation>
    </message>
    <message>
        <source>OpenAI tools as JSON: one, a list, or a request with “tools”. What Hadal exports is taken whole, with action and sandbox; a tool without an action asks you.</source>
        <translation>JSON 格式的 OpenAI 工具：單個、列表，或帶“tools”的請求。Hadal 匯出的內容會完整匯入，包括動作和沙箱；沒有動作的工具會來問你。</translation>
    </message>
    <message>
        <source>Tools as JSON</source>
        <translation>JSON 格式的工具</translation>
    </message>
    <message>
        <source>From a file</source>
        <translation>從檔案</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
</context>
<context>
    <name>InsidePanel</name>
    <message>
        <source>Inside</source>
        <translation>內部</translation>
    </message>
    <message>
        <source>“%1”, token %L2</source>
        <translation>“%1”，第 %L2 個詞元</translation>
    </message>
    <message>
        <source>The token before</source>
        <translation>上一個詞元</translation>
    </message>
    <message>
        <source>The next token</source>
        <translation>下一個詞元</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>When the answer is there, press a word of it: you see what it could have been, what was read for it and which experts decided.</source>
        <translation>回答寫完後，點按其中一個詞：可以看到它原本還可能是什麼、為它讀取了哪些內容，以及由哪些專家決定。</translation>
    </message>
    <message>
        <source>Reading the answer again up to there</source>
        <translation>正在重新讀到這個位置</translation>
    </message>
    <message>
        <source>Press a word of an answer, or → for its first one: you see what it could have been, what was read for it and which experts decided.</source>
        <translation>點按回答中的一個詞，或按 → 從第一個開始：可以看到它原本還可能是什麼、為它讀取了哪些內容、由哪些專家決定。</translation>
    </message>
    <message>
        <source>Show pictures</source>
        <translation>顯示圖形</translation>
    </message>
    <message>
        <source>Show tables in place of pictures</source>
        <translation>用表格代替圖形</translation>
    </message>
</context>
<context>
    <name>JsonFile</name>
    <message>
        <source>%1 cannot be used: %2 Repair it, or move it away. It is kept under another name when something is saved.</source>
        <translation>無法使用 %1：%2 請修復它，或將它移走。下次儲存時它會以另一個名字保留。</translation>
    </message>
    <message>
        <source>%1 cannot be used, and cannot be moved aside. Move it away by hand.</source>
        <translation>%1 無法使用，也無法移到一旁。請手動將它移走。</translation>
    </message>
    <message>
        <source>%1 could not be used. It is kept as %2.</source>
        <translation>%1 無法使用，已保留為 %2。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>無法寫入 %1：%2。</translation>
    </message>
</context>
<context>
    <name>KeywordField</name>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>the whole schema</source>
        <translation>整個結構描述</translation>
    </message>
</context>
<context>
    <name>ModelField</name>
    <message>
        <source>The first that it lists</source>
        <translation>列表中的第一個</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列出</translation>
    </message>
    <message>
        <source>List the models of the endpoint</source>
        <translation>列出端點的模型</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在詢問…</translation>
    </message>
    <message>
        <source>It lists no models.</source>
        <translation>它沒有列出任何模型。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>This computer</source>
        <translation>本機</translation>
    </message>
    <message>
        <source>Endpoints…</source>
        <translation>端點…</translation>
    </message>
</context>
<context>
    <name>ModelStatus</name>
    <message>
        <source>Loading the model</source>
        <translation>正在載入模型</translation>
    </message>
    <message>
        <source>Model not loaded</source>
        <translation>模型未載入</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>沒有模型</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2%</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Built in · on this CPU</source>
        <translation>內建 · 在本機 CPU 上</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就緒</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在連線</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>等待你處理</translation>
    </message>
</context>
<context>
    <name>ModelTag</name>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
</context>
<context>
    <name>NetworkList</name>
    <message>
        <source>None since Hadal was started. The model runs on this computer, and nothing else asks for the network.</source>
        <translation>Hadal 啟動以來沒有任何連線。模型在本機執行，其他部分也不使用網路。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln since Hadal was started.</source>
        <translation>
            <numerusform>Hadal 啟動以來共 %Ln 個連線。</numerusform>
        </translation>
    </message>
    <message>
        <source>Network connections</source>
        <translation>網路連線</translation>
    </message>
    <message>
        <source>%1 sent · %2 received</source>
        <translation>傳送 %1 · 接收 %2</translation>
    </message>
</context>
<context>
    <name>NetworkSheet</name>
    <message>
        <source>Network connections</source>
        <translation>網路連線</translation>
    </message>
</context>
<context>
    <name>PairLine</name>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Name %1</source>
        <translation>名稱 %1</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>%1 的值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>PaletteRow</name>
    <message>
        <source>Archive</source>
        <translation>歸檔</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Parameters</source>
        <translation>引數</translation>
    </message>
</context>
<context>
    <name>PassageRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 of: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>PauseRow</name>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Answer with what is known</source>
        <translation>以已知內容回答</translation>
    </message>
</context>
<context>
    <name>PersonTurn</name>
    <message>
        <source>Send</source>
        <translation>傳送</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Set this chat as the preset says</source>
        <translation>按預設設定本對話</translation>
    </message>
    <message>
        <source>Delete the preset %1</source>
        <translation>刪除預設 %1</translation>
    </message>
    <message>
        <source>Keep these settings as a preset</source>
        <translation>把這些設定存為預設</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>預設名稱</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>PreviewView</name>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>以前的執行</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>清除記錄</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
</context>
<context>
    <name>PromptOffer</name>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Insert %1 into the message</source>
        <translation>將 %1 插入訊息</translation>
    </message>
</context>
<context>
    <name>QueuedRow</name>
    <message>
        <source>Next: %1</source>
        <translation>接下來：%1</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>不傳送</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即傳送</translation>
    </message>
</context>
<context>
    <name>ReadingPrompt</name>
    <message>
        <source>Reading the context</source>
        <translation>正在讀入上下文</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>%1 s · Esc cancels</source>
        <translation>%1 秒 · Esc 取消</translation>
    </message>
    <message>
        <source>Esc cancels</source>
        <translation>Esc 取消</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <translation>%1，%2 %</translation>
    </message>
    <message>
        <source>about %1 left · Esc cancels</source>
        <translation>剩約 %1 · Esc 取消</translation>
    </message>
    <message>
        <source>Known before %L1</source>
        <translation>已快取 %L1</translation>
    </message>
    <message>
        <source>Read %L1</source>
        <translation>已讀 %L1</translation>
    </message>
    <message numerus="yes">
        <source>of %Ln tokens</source>
        <translation>
            <numerusform>共 %Ln 個詞元</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 tokens/s</source>
        <translation>%L1 詞元/秒</translation>
    </message>
</context>
<context>
    <name>ResultBox</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>超時</translation>
    </message>
    <message>
        <source>Over a limit</source>
        <translation>超出限制</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未啟動</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 位元組</translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation>%1 KiB</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
    <message numerus="yes">
        <source>The model would get %Ln tokens.</source>
        <translation>
            <numerusform>模型會收到 %Ln 個詞元。</numerusform>
        </translation>
    </message>
    <message>
        <source>The result was cut.</source>
        <translation>結果被截斷。</translation>
    </message>
    <message>
        <source>within those limits</source>
        <translation>在上述限制內</translation>
    </message>
</context>
<context>
    <name>RunRow</name>
    <message>
        <source>Today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>No arguments</source>
        <translation>沒有引數</translation>
    </message>
    <message>
        <source>Show the run with %1</source>
        <translation>顯示引數為 %1 的執行</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Run again with %1</source>
        <translation>用 %1 再次執行</translation>
    </message>
</context>
<context>
    <name>SampleForm</name>
    <message>
        <source>What is pasted</source>
        <translation>貼上的內容</translation>
    </message>
    <message>
        <source>A sample of the answer</source>
        <translation>回答的樣例</translation>
    </message>
    <message>
        <source>A schema or a tool</source>
        <translation>結構描述或工具</translation>
    </message>
    <message>
        <source>Sample JSON</source>
        <translation>樣例 JSON</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Make the schema</source>
        <translation>產生結構描述</translation>
    </message>
</context>
<context>
    <name>SampleSheet</name>
    <message>
        <source>Start from JSON</source>
        <translation>從 JSON 開始</translation>
    </message>
</context>
<context>
    <name>SamplingRow</name>
    <message>
        <source>Temperature</source>
        <translation>溫度</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重複懲罰</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>出現懲罰</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>頻率懲罰</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最長回答</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>隨機種子</translation>
    </message>
    <message>
        <source>How freely the next word is chosen. 0 always takes the likeliest.</source>
        <translation>下一個詞選擇的自由度。0 總是取最可能的詞。</translation>
    </message>
    <message>
        <source>Only the likeliest words that make up this share together. 1 takes all.</source>
        <translation>只在合計達到此比例的最可能的詞中選擇。1 表示全部。</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words. 0 takes all.</source>
        <translation>只在這麼多個最可能的詞中選擇。0 表示全部。</translation>
    </message>
    <message>
        <source>Only words at least this likely, measured by the likeliest. 0 takes all.</source>
        <translation>只選相對最可能的詞不低於此比例的詞。0 表示全部。</translation>
    </message>
    <message>
        <source>Above 1, words that occurred become less likely. 1 changes nothing.</source>
        <translation>大於 1 時，出現過的詞更不容易被選中。1 不作改變。</translation>
    </message>
    <message>
        <source>Above 0, words that occurred become less likely, however often they did.</source>
        <translation>大於 0 時，出現過的詞更不容易被選中，不論次數。</translation>
    </message>
    <message>
        <source>Above 0, words become less likely with each time they occurred.</source>
        <translation>大於 0 時，詞每出現一次就更不容易被選中。</translation>
    </message>
    <message>
        <source>The answer ends after this many tokens. 0 lets it use what the context holds.</source>
        <translation>回答到這麼多詞元為止。0 表示用到上下文為止。</translation>
    </message>
    <message>
        <source>The same seed gives the same answer. −1 takes a new one each time.</source>
        <translation>相同的種子得到相同的回答。−1 表示每次更換。</translation>
    </message>
    <message>
        <source>As the model recommends: %1</source>
        <translation>按模型推薦：%1</translation>
    </message>
    <message>
        <source>Smaller: %1</source>
        <translation>減小：%1</translation>
    </message>
    <message>
        <source>Larger: %1</source>
        <translation>增大：%1</translation>
    </message>
</context>
<context>
    <name>SandboxForm</name>
    <message>
        <source>Sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>Without a folder it sees nothing of yours.</source>
        <translation>不選資料夾，它就看不到你的任何檔案。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Let it see a folder</source>
        <translation>允許它看一個資料夾</translation>
    </message>
    <message>
        <source>Network on</source>
        <translation>網路開</translation>
    </message>
    <message>
        <source>Network off</source>
        <translation>網路關</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>記憶體</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>程序數</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>輸出</translation>
    </message>
</context>
<context>
    <name>SaveButton</name>
    <message>
        <source>Save as a file</source>
        <translation>儲存為檔案</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未儲存：%1</translation>
    </message>
</context>
<context>
    <name>SchemaBuilder</name>
    <message>
        <source>Line %L1 of the code cannot be read. Repair it before the form is shown.</source>
        <translation>程式碼第 %L1 行無法讀取。請先修正，再檢視表單。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>檢視方式</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表單</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>程式碼</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>兩者</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Start from JSON…</source>
        <translation>從 JSON 開始…</translation>
    </message>
    <message>
        <source>Add a definition</source>
        <translation>新增定義</translation>
    </message>
    <message>
        <source>Lay out the code</source>
        <translation>整理程式碼</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>檢視</translation>
    </message>
    <message>
        <source>Rules for the whole</source>
        <translation>整體的規則</translation>
    </message>
</context>
<context>
    <name>SchemaChip</name>
    <message>
        <source>Any JSON</source>
        <translation>任意 JSON</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>結構描述</translation>
    </message>
    <message>
        <source>Answers are free text</source>
        <translation>回答為自由文字</translation>
    </message>
    <message>
        <source>Answers are one JSON object; thinking stays free text</source>
        <translation>回答為一個 JSON 物件；思考仍為自由文字</translation>
    </message>
    <message>
        <source>Answers follow this schema; thinking stays free text</source>
        <translation>回答遵循此結構描述；思考仍為自由文字</translation>
    </message>
    <message>
        <source>Schema, %1</source>
        <translation>結構描述，%1</translation>
    </message>
    <message>
        <source>Schema, off</source>
        <translation>結構描述，關閉</translation>
    </message>
    <message>
        <source>Free text</source>
        <translation>自由文字</translation>
    </message>
    <message>
        <source>Edit schemas…</source>
        <translation>編輯結構描述…</translation>
    </message>
</context>
<context>
    <name>SchemasPage</name>
    <message>
        <source>New schema</source>
        <translation>新結構描述</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>返回對話</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>結構描述</translation>
    </message>
    <message>
        <source>A schema says what an answer must look like.</source>
        <translation>結構描述規定回答必須是什麼樣子。</translation>
    </message>
    <message>
        <source>Make the first schema</source>
        <translation>建立第一個結構描述</translation>
    </message>
    <message>
        <source>Name of the schema</source>
        <translation>結構描述的名稱</translation>
    </message>
    <message>
        <source>Delete this schema</source>
        <translation>刪除此結構描述</translation>
    </message>
    <message>
        <source>“%1” was deleted</source>
        <translation>已刪除「%1」</translation>
    </message>
</context>
<context>
    <name>ScriptForm</name>
    <message>
        <source>JavaScript</source>
        <translation>JavaScript</translation>
    </message>
    <message>
        <source>run(arguments) is called, and what it returns is the result. It has no files and no network. Esc leaves the editor.</source>
        <translation>會呼叫 run(arguments)，其返回值就是結果。它沒有檔案，也沒有網路。按 Esc 離開編輯器。</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Search all chats</source>
        <translation>搜尋全部對話</translation>
    </message>
</context>
<context>
    <name>SearchForm</name>
    <message>
        <source>Search chats, messages and commands</source>
        <translation>搜尋對話、訊息和命令</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>By me</source>
        <translation>我寫的</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Ever</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>一週</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>一個月</translation>
    </message>
    <message>
        <source>Only in this folder</source>
        <translation>只在此資料夾</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜尋結果</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>沒有找到</translation>
    </message>
    <message>
        <source>Older messages are still being indexed.</source>
        <translation>較早的訊息仍在建立索引。</translation>
    </message>
    <message>
        <source>There is more: add a word to narrow it down.</source>
        <translation>結果還有更多：再加一個詞可以縮小範圍。</translation>
    </message>
    <message>
        <source>↑ ↓ to choose · Enter to open · “two words” in quotes stay together</source>
        <translation>↑ ↓ 選擇 · Enter開啟 · 加引號的「片語」當成整體尋找</translation>
    </message>
</context>
<context>
    <name>SecretForm</name>
    <message>
        <source>Secrets</source>
        <translation>密鑰</translation>
    </message>
    <message>
        <source>None kept yet. Write {{secret:NAME}} where the value belongs.</source>
        <translation>尚未儲存。在需要該值的地方寫 {{secret:NAME}}。</translation>
    </message>
    <message>
        <source>Name of a secret</source>
        <translation>密鑰名稱</translation>
    </message>
    <message>
        <source>Its value</source>
        <translation>它的值</translation>
    </message>
    <message>
        <source>Keep in the keyring</source>
        <translation>存入金鑰圈</translation>
    </message>
    <message>
        <source>For this session</source>
        <translation>僅本次使用</translation>
    </message>
    <message>
        <source>Write {{secret:NAME}} where the value belongs.</source>
        <translation>在需要該值的地方寫 {{secret:NAME}}。</translation>
    </message>
</context>
<context>
    <name>SecretRow</name>
    <message>
        <source>until Hadal closes</source>
        <translation>直到 Hadal 關閉</translation>
    </message>
    <message>
        <source>Remove the secret %1</source>
        <translation>移除金鑰 %1</translation>
    </message>
</context>
<context>
    <name>SeenPane</name>
    <message>
        <source>What the model sees</source>
        <translation>模型看到的內容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens in every turn</source>
        <translation>
            <numerusform>每輪 %Ln 個詞元</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SendButton</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>傳送</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
</context>
<context>
    <name>ServerDetail</name>
    <message>
        <source>On</source>
        <translation>啟用</translation>
    </message>
    <message>
        <source>The server runs and offers its tools</source>
        <translation>伺服器執行並提供其工具</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新啟動</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Hide log</source>
        <translation>隱藏記錄</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>記錄</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>資源</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附上</translation>
    </message>
    <message>
        <source>Attach %1 to the message</source>
        <translation>將 %1 附到訊息</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Kind of server</source>
        <translation>伺服器類型</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程式</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>位址</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Arguments, one a line</source>
        <translation>引數，每行一個</translation>
    </message>
    <message>
        <source>Environment, one a line</source>
        <translation>環境變數，每行一個</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>標頭，每行一個</translation>
    </message>
    <message>
        <source>Folders it may read, one a line</source>
        <translation>可讀取的資料夾，每行一個</translation>
    </message>
    <message>
        <source>Folders it may write, one a line</source>
        <translation>可寫入的資料夾，每行一個</translation>
    </message>
    <message>
        <source>Memory, MiB</source>
        <translation>記憶體（MiB）</translation>
    </message>
    <message>
        <source>Seconds for a call</source>
        <translation>每次呼叫的秒數</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>網路</translation>
    </message>
    <message>
        <source>The program may use the network</source>
        <translation>該程式可以使用網路</translation>
    </message>
    <message>
        <source>Trust its hints</source>
        <translation>信任其說明</translation>
    </message>
    <message>
        <source>Tools that say that they only read are believed</source>
        <translation>相信工具自稱「只讀取」的說明</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Its parameters are no JSON Schema of an object.</source>
        <translation>它的引數不是物件的 JSON Schema。</translation>
    </message>
    <message>
        <source>Its parameters are not an object.</source>
        <translation>它的引數不是物件。</translation>
    </message>
    <message>
        <source>Its parameters are described in more than %1 KiB.</source>
        <translation>它的引數說明超過 %1 KiB。</translation>
    </message>
    <message>
        <source>The server “%1”: %2</source>
        <translation>伺服器“%1”：%2</translation>
    </message>
    <message>
        <source>expected a JSON object.</source>
        <translation>應為 JSON 物件。</translation>
    </message>
    <message>
        <source>“%1” has to be a text.</source>
        <translation>“%1”必須是文字。</translation>
    </message>
    <message>
        <source>“%1” has to be a list of texts.</source>
        <translation>“%1”必須是文字列表。</translation>
    </message>
    <message>
        <source>“%1” has to be an object of texts.</source>
        <translation>“%1”必須是由文字組成的物件。</translation>
    </message>
    <message>
        <source>“%1” has to be true or false.</source>
        <translation>“%1”必須是 true 或 false。</translation>
    </message>
    <message>
        <source>“%1” has to be a whole number from 1 to 1000000.</source>
        <translation>“%1”必須是 1 到 1000000 的整數。</translation>
    </message>
    <message>
        <source>A server needs a name of 1 to 64 characters.</source>
        <translation>伺服器的名稱須有 1 到 64 個字元。</translation>
    </message>
    <message>
        <source>A server has either a command or an address.</source>
        <translation>伺服器要麼有命令，要麼有地址。</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of an environment variable.</source>
        <translation>“%1”不能用作環境變數名。</translation>
    </message>
    <message>
        <source>“%1” cannot be the name of a header.</source>
        <translation>“%1”不能用作標頭名。</translation>
    </message>
    <message>
        <source>The header “%1” has more than one line.</source>
        <translation>標頭“%1”不止一行。</translation>
    </message>
    <message>
        <source>it uses the older HTTP+SSE, which is not supported. Many such servers also answer at another path, often /mcp, with “type”: “http”.</source>
        <translation>它使用較舊的 HTTP+SSE，不受支援。這類伺服器多半也在另一路徑（常為 /mcp）上應答，並寫作“type”: “http”。</translation>
    </message>
    <message>
        <source>The text is longer than 1 MiB: this is no list of servers.</source>
        <translation>文字超過 1 MiB：這不是伺服器列表。</translation>
    </message>
    <message>
        <source>Expected a JSON object with “mcpServers”, as READMEs of servers show it, and found none.</source>
        <translation>應為帶有“mcpServers”的 JSON 物件（如伺服器的 README 所示），但沒有找到。</translation>
    </message>
    <message>
        <source>The text lists more than 100 servers.</source>
        <translation>文字列出的伺服器超過 100 個。</translation>
    </message>
</context>
<context>
    <name>ServersSheet</name>
    <message>
        <source>Servers</source>
        <translation>伺服器</translation>
    </message>
</context>
<context>
    <name>ServersView</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>新增伺服器</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Import servers from JSON</source>
        <translation>從 JSON 匯入伺服器</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>伺服器</translation>
    </message>
    <message>
        <source>No servers yet. A server offers tools, texts and prompts by the Model Context Protocol: add a program or an address, or import what its README shows.</source>
        <translation>還沒有伺服器。伺服器透過模型上下文協定（MCP）提供工具、文字和提示：請新增程式或位址，或匯入其 README 中的設定。</translation>
    </message>
</context>
<context>
    <name>SetMenu</name>
    <message>
        <source>Duplicate</source>
        <translation>複製一份</translation>
    </message>
    <message>
        <source>In “%1”</source>
        <translation>在“%1”中</translation>
    </message>
    <message>
        <source>Put into “%1”</source>
        <translation>放入“%1”</translation>
    </message>
    <message>
        <source>Put into a new set</source>
        <translation>放入新工具組</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具組</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
    <message>
        <source>Remove the set</source>
        <translation>移除工具組</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Preset</source>
        <translation>預設</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系統提示</translation>
    </message>
    <message>
        <source>What the model is told before everything else</source>
        <translation>在所有內容之前告訴模型的話</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Think first</source>
        <translation>先思考</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>Earlier thinking</source>
        <translation>之前的思考</translation>
    </message>
    <message>
        <source>Drop earlier thinking</source>
        <translation>丟棄之前的思考</translation>
    </message>
    <message>
        <source>Send it back as text</source>
        <translation>作為文字傳送</translation>
    </message>
    <message>
        <source>When the context is full</source>
        <translation>上下文用完時</translation>
    </message>
    <message>
        <source>Leave out oldest</source>
        <translation>省略最早的</translation>
    </message>
    <message>
        <source>Keep the first</source>
        <translation>保留第一輪</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒絕傳送</translation>
    </message>
    <message>
        <source>Nothing is sent that does not fit.</source>
        <translation>放不下的內容不會傳送。</translation>
    </message>
    <message>
        <source>The first turn stays; the oldest after it are not sent.</source>
        <translation>保留第一輪，其後最早的輪次不傳送。</translation>
    </message>
    <message>
        <source>The oldest turns are not sent. They stay here, shown pale.</source>
        <translation>最早的輪次不傳送，仍以淺色顯示在這裡。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>取樣</translation>
    </message>
</context>
<context>
    <name>SettingsPopover</name>
    <message>
        <source>Theme</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>縮放</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>動畫</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>減少</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>對比度</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Typeface</source>
        <translation>字型</translation>
    </message>
    <message>
        <source>Typeface of code</source>
        <translation>程式碼字型</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>鍵盤快捷鍵</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Chats</source>
        <translation>對話</translation>
    </message>
    <message>
        <source>Hide the sidebar</source>
        <translation>隱藏側欄</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新對話</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收桶</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>結構描述</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>SidebarItem</name>
    <message>
        <source>Archive</source>
        <translation>歸檔</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本週</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Draft kept</source>
        <translation>有草稿</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已展開</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已摺疊</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln 個對話</numerusform>
        </translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>等待你處理</translation>
    </message>
</context>
<context>
    <name>SidebarMenu</name>
    <message>
        <source>New folder</source>
        <translation>新資料夾</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製一份</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>New folder with it</source>
        <translation>放入新資料夾</translation>
    </message>
    <message>
        <source>Move to “%1”</source>
        <translation>移到「%1」</translation>
    </message>
    <message>
        <source>Out of the folder</source>
        <translation>移出資料夾</translation>
    </message>
    <message>
        <source>Out of the archive</source>
        <translation>取消歸檔</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>歸檔</translation>
    </message>
    <message>
        <source>Move to bin</source>
        <translation>移到回收桶</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>New chat in it</source>
        <translation>在其中新建對話</translation>
    </message>
    <message>
        <source>Delete the folder, keep its chats</source>
        <translation>刪除資料夾，保留其中的對話</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
</context>
<context>
    <name>SpeedPart</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>last 60 s of writing</source>
        <translation>最近 60 秒的書寫</translation>
    </message>
    <message>
        <source>Three lines appear here while an answer is being written.</source>
        <translation>書寫回答時，這裡會出現三條曲線。</translation>
    </message>
    <message>
        <source>Tokens a second</source>
        <translation>每秒詞元</translation>
    </message>
    <message>
        <source>Weights read</source>
        <translation>讀取的權重</translation>
    </message>
    <message>
        <source>%1 GB/s</source>
        <translation>%1 GB/秒</translation>
    </message>
    <message>
        <source>Memory of Hadal</source>
        <translation>Hadal 佔用的記憶體</translation>
    </message>
    <message>
        <source>%1 GiB</source>
        <translation>%1 GiB</translation>
    </message>
</context>
<context>
    <name>SpeedRow</name>
    <message>
        <source>least %1, mean %2, most %3</source>
        <translation>最低 %1，平均 %2，最高 %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>Smaller: %1</source>
        <translation>減小：%1</translation>
    </message>
    <message>
        <source>Larger: %1</source>
        <translation>增大：%1</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
</context>
<context>
    <name>TemplateField</name>
    <message>
        <source>Insert an argument</source>
        <translation>插入引數</translation>
    </message>
    <message>
        <source>A secret</source>
        <translation>金鑰</translation>
    </message>
</context>
<context>
    <name>ThinkingFold</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>已展開</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已摺疊</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Thought for %1</source>
        <translation>思考了 %1</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>已思考</translation>
    </message>
    <message>
        <source>· %L1 tokens, dropped when you reply</source>
        <translation>· %L1 個詞元，回覆後不再傳送</translation>
    </message>
    <message>
        <source>· %L1 tokens, not sent back</source>
        <translation>· %L1 個詞元，不再傳送</translation>
    </message>
    <message>
        <source>· %L1 tokens, sent back</source>
        <translation>· %L1 個詞元，會傳送</translation>
    </message>
</context>
<context>
    <name>ToEndButton</name>
    <message>
        <source>To the end</source>
        <translation>到末尾</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>開啟資料夾</translation>
    </message>
</context>
<context>
    <name>TokenList</name>
    <message>
        <source>What it could have been</source>
        <translation>它原本還可能是</translation>
    </message>
    <message>
        <source>%1 bits of surprise</source>
        <translation>意外程度 %1 位元</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Enter goes on with “%1” as a new version</source>
        <translation>按回車鍵改用“%1”繼續，成為新版本</translation>
    </message>
    <message>
        <source>No other word was likely</source>
        <translation>沒有其他可能的詞</translation>
    </message>
</context>
<context>
    <name>TokenRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1, chosen, %2</source>
        <translation>%1，已選，%2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>ToolCall</name>
    <message>
        <source>Waits for you: %1</source>
        <translation>等待你決定：%1</translation>
    </message>
    <message>
        <source>Asks you: %1</source>
        <translation>向你提問：%1</translation>
    </message>
    <message>
        <source>Running: %1</source>
        <translation>正在執行：%1</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>讀取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Your answer for the model</source>
        <translation>你給模型的回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Running, %1 s</source>
        <translation>正在執行，%1 秒</translation>
    </message>
</context>
<context>
    <name>ToolCallFoot</name>
    <message>
        <source>Once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>此對話</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>一律</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>Which calls are allowed</source>
        <translation>允許哪些呼叫</translation>
    </message>
    <message>
        <source>Why, for the model (may be left empty)</source>
        <translation>告訴模型原因（可留空）</translation>
    </message>
    <message>
        <source>Words for the model</source>
        <translation>給模型的話</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒絕</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允許</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>拒絕…</translation>
    </message>
    <message>
        <source>Run  Ctrl ↵</source>
        <translation>執行  Ctrl ↵</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>執行</translation>
    </message>
    <message>
        <source>Never run it</source>
        <translation>永不執行</translation>
    </message>
</context>
<context>
    <name>ToolFormView</name>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>The tools are not all as they should be</source>
        <translation>工具並非都正常</translation>
    </message>
    <message>
        <source>This tool comes from the MCP server %1</source>
        <translation>此工具來自 MCP 伺服器 %1</translation>
    </message>
    <message>
        <source>The server says what it is called, what it is for and what it takes. It is shown as it came.</source>
        <translation>名稱、用途和引數由伺服器給出，這裡原樣顯示。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>The model calls it by this name.</source>
        <translation>模型用這個名稱呼叫它。</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Decides when Hadal asks you first.</source>
        <translation>決定 Hadal 何時先問你。</translation>
    </message>
    <message>
        <source>Reads only</source>
        <translation>只讀取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>What it does, and when the model should use it</source>
        <translation>它做什麼，模型應在何時使用它</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>動作</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>金鑰</translation>
    </message>
    <message>
        <source>A run gets those that are on. Values come from the keyring; neither the model nor this page sees them.</source>
        <translation>執行時只得到已開啟的金鑰。值來自金鑰環，模型和本頁都看不到。</translation>
    </message>
    <message>
        <source>Given to this tool</source>
        <translation>已交給此工具</translation>
    </message>
    <message>
        <source>Not given to this tool: it does not run</source>
        <translation>未交給此工具：它不會執行</translation>
    </message>
</context>
<context>
    <name>ToolHeader</name>
    <message>
        <source>Show the tools</source>
        <translation>顯示工具</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Built in, changed</source>
        <translation>內建，已更改</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>內建</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤銷</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製一份</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>複製為 JSON</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>恢復原樣</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
</context>
<context>
    <name>ToolList</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Find a tool</source>
        <translation>查詢工具</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
    <message>
        <source>More ways to add tools</source>
        <translation>新增工具的其他方式</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建工具組</translation>
    </message>
    <message>
        <source>No tool is called so.</source>
        <translation>沒有這個名稱的工具。</translation>
    </message>
</context>
<context>
    <name>ToolListRow</name>
    <message>
        <source>Your tools</source>
        <translation>你的工具</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>工具組</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>內建</translation>
    </message>
    <message>
        <source>MCP servers</source>
        <translation>MCP 伺服器</translation>
    </message>
    <message>
        <source>Cannot be used as it is</source>
        <translation>現狀無法使用</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>展開</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已摺疊</translation>
    </message>
    <message>
        <source>Name of the set</source>
        <translation>工具組的名稱</translation>
    </message>
</context>
<context>
    <name>ToolOffer</name>
    <message>
        <source>What %1 does</source>
        <translation>%1 的作用</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>讀取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>On</source>
        <translation>啟用</translation>
    </message>
    <message>
        <source>%1 is on</source>
        <translation>%1 已啟用</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>依伺服器所說</translation>
    </message>
    <message>
        <source>Take back what you chose for %1</source>
        <translation>收回您為 %1 選擇的作用</translation>
    </message>
</context>
<context>
    <name>ToolPaneRow</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln 個工具</numerusform>
        </translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>讀取</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Deletes</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>On with its set</source>
        <translation>隨其工具組啟用</translation>
    </message>
</context>
<context>
    <name>ToolResultText</name>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收合</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>顯示全部</translation>
    </message>
</context>
<context>
    <name>ToolSwitches</name>
    <message>
        <source>Tools in this chat</source>
        <translation>此對話中的工具</translation>
    </message>
    <message>
        <source>There are no tools yet. Make one on the page Tools.</source>
        <translation>還沒有工具。請在「工具」頁面建立。</translation>
    </message>
    <message>
        <source>Run tools that only read without asking</source>
        <translation>只讀取的工具不必詢問即可執行</translation>
    </message>
    <message>
        <source>Lock: nothing is allowed always</source>
        <translation>鎖定：不允許任何「一律」</translation>
    </message>
    <message>
        <source>What was allowed always counts no more, also after unlocking.</source>
        <translation>先前「一律」允許的不再有效，解鎖後也不恢復。</translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln rules, and ask again</source>
        <translation>
            <numerusform>忘記 %Ln 條規則，重新詢問</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls in one turn before it pauses</source>
        <translation>一輪中呼叫多少次後暫停</translation>
    </message>
    <message>
        <source>calls in one turn</source>
        <translation>一輪中的呼叫次數</translation>
    </message>
</context>
<context>
    <name>ToolTurnRow</name>
    <message>
        <source>Open</source>
        <translation>已展開</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已摺疊</translation>
    </message>
    <message>
        <source>has not run</source>
        <translation>尚未執行</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>參數</translation>
    </message>
    <message>
        <source>Arguments as the model wrote them</source>
        <translation>模型所寫的參數</translation>
    </message>
    <message>
        <source>Arguments that ran, edited by you</source>
        <translation>實際執行的參數，由你修改</translation>
    </message>
    <message>
        <source>Result; the model got a shortened one</source>
        <translation>結果；模型得到的是縮短的版本</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>結果</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>An address is missing.</source>
        <translation>缺少地址。</translation>
    </message>
    <message>
        <source>An address begins with https:// or http:// and a host, or is one parameter alone.</source>
        <translation>地址以 https:// 或 http:// 和主機開頭，或者只是一個引數。</translation>
    </message>
    <message>
        <source>The host cannot be left to an argument: write a / between it and the parameter.</source>
        <translation>主機不能由引數決定：請在它和引數之間寫上 /。</translation>
    </message>
    <message>
        <source>“%1” is not the name of a host.</source>
        <translation>“%1”不是主機名。</translation>
    </message>
    <message>
        <source>sandbox: %1</source>
        <translation>沙箱：%1</translation>
    </message>
    <message>
        <source>sandbox: no files, no network · %1 MiB · %2 s</source>
        <translation>沙箱：沒有檔案，沒有網路 · %1 MiB · %2 秒</translation>
    </message>
    <message>
        <source>one request to an address of the public network, no files</source>
        <translation>向公共網路的一個地址發一次請求，沒有檔案</translation>
    </message>
    <message>
        <source>one request to %1, no files</source>
        <translation>向 %1 發一次請求，沒有檔案</translation>
    </message>
    <message>
        <source>reads %1, nothing else</source>
        <translation>只讀取 %1</translation>
    </message>
    <message>
        <source>This is a tool of an MCP server.</source>
        <translation>這是 MCP 伺服器的工具。</translation>
    </message>
    <message>
        <source>Say what the tool is for: the model decides by that when to call it.</source>
        <translation>請寫明工具的用途：模型據此決定何時呼叫它。</translation>
    </message>
    <message>
        <source>A name is missing.</source>
        <translation>缺少名稱。</translation>
    </message>
    <message>
        <source>A name has letters a to z, digits, _ and -, at most 64 of them.</source>
        <translation>名稱由字母 a 到 z、數字、_ 和 - 組成，最多 64 個。</translation>
    </message>
    <message>
        <source>Another tool has this name.</source>
        <translation>另一個工具已用此名稱。</translation>
    </message>
    <message>
        <source>The arguments of a tool are an object.</source>
        <translation>工具的引數是一個物件。</translation>
    </message>
    <message>
        <source>“%1” cannot be held to while a call is written; it is checked before the tool runs. %2</source>
        <translation>寫呼叫時無法保證“%1”，會在執行工具前檢查。%2</translation>
    </message>
    <message>
        <source>“%1” is required, but not among the parameters.</source>
        <translation>“%1”是必填的，但不在引數之中。</translation>
    </message>
    <message>
        <source>There is no parameter “%1”.</source>
        <translation>沒有引數“%1”。</translation>
    </message>
    <message>
        <source>A command line is missing.</source>
        <translation>缺少命令列。</translation>
    </message>
    <message>
        <source>A program is missing.</source>
        <translation>缺少程式。</translation>
    </message>
    <message>
        <source>The program cannot be left to an argument.</source>
        <translation>程式不能由引數決定。</translation>
    </message>
    <message>
        <source>A program is a name, or a path that begins with /.</source>
        <translation>程式是一個名稱，或以 / 開頭的路徑。</translation>
    </message>
    <message>
        <source>A value that begins with - may be taken for an option. Where the program knows it, put -- before.</source>
        <translation>以 - 開頭的值可能被當作選項。如果程式支援，請在前面加上 --。</translation>
    </message>
    <message>
        <source>Other programs can see a secret in an argument. Give it in the environment or the input.</source>
        <translation>其他程式能看到引數中的金鑰。請透過環境變數或輸入提供。</translation>
    </message>
    <message>
        <source>A folder&apos;s path begins with /.</source>
        <translation>資料夾的路徑以 / 開頭。</translation>
    </message>
    <message>
        <source>The command sees this folder only when it is among its folders.</source>
        <translation>只有在它的資料夾之中，命令才能看到此資料夾。</translation>
    </message>
    <message>
        <source>A variable has letters, digits and _.</source>
        <translation>變數名由字母、數字和 _ 組成。</translation>
    </message>
    <message>
        <source>A method is a word such as GET or POST.</source>
        <translation>方法是 GET 或 POST 這樣的詞。</translation>
    </message>
    <message>
        <source>A secret would go wherever an argument says. Write the host into the address.</source>
        <translation>金鑰會被髮往引數所指的任何地方。請把主機寫進地址。</translation>
    </message>
    <message>
        <source>A secret would go unencrypted. Use https.</source>
        <translation>金鑰會以明文傳送。請使用 https。</translation>
    </message>
    <message>
        <source>“%1” cannot be set as a header.</source>
        <translation>“%1”不能設為標頭。</translation>
    </message>
    <message>
        <source>A request with %1 sends no body.</source>
        <translation>%1 請求不傳送正文。</translation>
    </message>
    <message>
        <source>A request needs the network.</source>
        <translation>請求需要網路。</translation>
    </message>
    <message>
        <source>A function run(arguments) is missing.</source>
        <translation>缺少函式 run(arguments)。</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>請選擇一個資料夾。</translation>
    </message>
    <message>
        <source>A parameter “%1” is needed.</source>
        <translation>需要引數“%1”。</translation>
    </message>
    <message>
        <source>The server, or the tool&apos;s name there, is missing.</source>
        <translation>缺少伺服器，或工具在那裡的名稱。</translation>
    </message>
    <message>
        <source>A tool cannot write to folders of the system.</source>
        <translation>工具不能寫入系統資料夾。</translation>
    </message>
    <message>
        <source>Hidden folders often hold keys and passwords.</source>
        <translation>隱藏資料夾常常存有金鑰和密碼。</translation>
    </message>
    <message>
        <source>A number from %1 to %2.</source>
        <translation>%1 到 %2 之間的數。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>沒有資料夾 %1。</translation>
    </message>
    <message>
        <source>The whole computer cannot be shown to a tool. Choose a folder in it.</source>
        <translation>不能把整臺電腦給工具看。請選擇其中的一個資料夾。</translation>
    </message>
    <message>
        <source>Your whole home cannot be shown to a tool. Choose a folder in it.</source>
        <translation>不能把整個主目錄給工具看。請選擇其中的一個資料夾。</translation>
    </message>
    <message>
        <source>Hadal&apos;s own files, your chats among them, cannot be shown to a tool.</source>
        <translation>Hadal 自己的檔案，包括你的對話，不能給工具看。</translation>
    </message>
    <message>
        <source>%1 cannot be shown to a tool: programs and devices are reached through it.</source>
        <translation>%1 不能給工具看：透過它可以觸及程式和裝置。</translation>
    </message>
    <message>
        <source>%1 holds files of many programs. Choose a folder in it.</source>
        <translation>%1 存有許多程式的檔案。請選擇其中的一個資料夾。</translation>
    </message>
    <message>
        <source>There is no program “%1” on this computer. Install it, or give its path and choose the folder that it is in.</source>
        <translation>這臺電腦上沒有程式“%1”。請安裝它，或寫出它的路徑並選擇它所在的資料夾。</translation>
    </message>
    <message>
        <source>%1 is no program that can be run.</source>
        <translation>%1 不是可以執行的程式。</translation>
    </message>
    <message>
        <source>The program %1 lies outside what the tool may see. Choose its folder.</source>
        <translation>程式 %1 不在工具可見的範圍內。請選擇它的資料夾。</translation>
    </message>
    <message>
        <source>Tools run in a sandbox, and bubblewrap, which makes it, is not installed. Install the package “bubblewrap” and start Hadal again.</source>
        <translation>工具在沙箱中執行，而建立沙箱的 bubblewrap 沒有安裝。請安裝軟體包“bubblewrap”，再重新啟動 Hadal。</translation>
    </message>
    <message>
        <source>Tools run in a sandbox, and a part of Hadal is missing: hadal-sandbox. Install Hadal again.</source>
        <translation>工具在沙箱中執行，而 Hadal 缺少一個部件：hadal-sandbox。請重新安裝 Hadal。</translation>
    </message>
    <message>
        <source>No sandbox can be made on this computer, and tools do not run without one (%1). On Ubuntu, allow bwrap in AppArmor, or set kernel.apparmor_restrict_unprivileged_userns to 0; elsewhere, set kernel.unprivileged_userns_clone to 1; in a container, let it make namespaces.</source>
        <translation>這臺電腦無法建立沙箱，而沒有沙箱工具不會執行（%1）。在 Ubuntu 上，請在 AppArmor 中允許 bwrap，或把 kernel.apparmor_restrict_unprivileged_userns 設為 0；在其他系統上，請把 kernel.unprivileged_userns_clone 設為 1；在容器中，請允許它建立名稱空間。</translation>
    </message>
    <message>
        <source>bwrap does not answer</source>
        <translation>bwrap 沒有回應</translation>
    </message>
    <message>
        <source>reads and writes %1</source>
        <translation>讀寫 %1</translation>
    </message>
    <message>
        <source>reads %1</source>
        <translation>讀取 %1</translation>
    </message>
    <message>
        <source>no files of yours</source>
        <translation>看不到你的檔案</translation>
    </message>
    <message>
        <source>network</source>
        <translation>有網路</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>沒有網路</translation>
    </message>
    <message>
        <source>%1 MiB</source>
        <translation>%1 MiB</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source> · </source>
        <translation> · </translation>
    </message>
</context>
<context>
    <name>ToolsPage</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Part of the page</source>
        <translation>頁面的部分</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表單</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
    <message>
        <source>A tool lets the model do something on this computer, when you allow it.</source>
        <translation>經你允許，工具能讓模型在這臺電腦上做事。</translation>
    </message>
    <message>
        <source>New tool</source>
        <translation>新建工具</translation>
    </message>
</context>
<context>
    <name>TrialList</name>
    <message>
        <source>What the test found</source>
        <translation>測試結果</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在詢問…</translation>
    </message>
</context>
<context>
    <name>TryPane</name>
    <message>
        <source>Try it</source>
        <translation>試一試</translation>
    </message>
    <message>
        <source>Fill with an example</source>
        <translation>填入示例</translation>
    </message>
    <message>
        <source>As a form</source>
        <translation>表單</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>It cannot be run here</source>
        <translation>無法在此執行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>執行</translation>
    </message>
    <message>
        <source>Running, %1 s</source>
        <translation>執行中，%1 秒</translation>
    </message>
    <message>
        <source>Output so far</source>
        <translation>目前的輸出</translation>
    </message>
</context>
<context>
    <name>TurnActions</name>
    <message>
        <source>What can be done with this message</source>
        <translation>可對這則訊息進行的操作</translation>
    </message>
</context>
<context>
    <name>TurnButtons</name>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Go on from here in a new chat</source>
        <translation>從這裡分出新對話</translation>
    </message>
    <message>
        <source>Remove the star</source>
        <translation>取消星標</translation>
    </message>
    <message>
        <source>Star this version</source>
        <translation>給這個版本加星</translation>
    </message>
</context>
<context>
    <name>TurnShell</name>
    <message>
        <source>You: %1</source>
        <translation>你：%1</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>回答：%1</translation>
    </message>
    <message>
        <source>Tool: %1</source>
        <translation>工具：%1</translation>
    </message>
</context>
<context>
    <name>UseLine</name>
    <message>
        <source>Use in the new chat</source>
        <translation>在新對話中使用</translation>
    </message>
    <message>
        <source>Use in “%1”</source>
        <translation>在“%1”中使用</translation>
    </message>
    <message>
        <source>On with its set</source>
        <translation>隨其工具組啟用</translation>
    </message>
    <message>
        <source>It cannot run as it is: what is wrong stands in the form.</source>
        <translation>目前無法執行：問題寫在表單中。</translation>
    </message>
</context>
<context>
    <name>VersionSwitch</name>
    <message>
        <source>Version before</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>第 %1 版，共 %2 版</translation>
    </message>
    <message>
        <source>Version after</source>
        <translation>下一版本</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Client</name>
    <message>
        <source>The server was stopped.</source>
        <translation>伺服器已停止。</translation>
    </message>
    <message>
        <source>The server started, but did not answer the handshake. Check that it speaks the Model Context Protocol.</source>
        <translation>伺服器已啟動，但沒有回應握手。請確認它支援 Model Context Protocol。</translation>
    </message>
    <message>
        <source>The handshake failed: %1</source>
        <translation>握手失敗：%1</translation>
    </message>
    <message>
        <source>The server speaks version “%1” of the protocol; this program knows %2.</source>
        <translation>伺服器使用協議版本“%1”，本程式支援 %2。</translation>
    </message>
    <message>
        <source>The server does not run.</source>
        <translation>伺服器沒有執行。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::HttpTransport</name>
    <message>
        <source>The address of a server begins with https:// or http://. Enter the whole address.</source>
        <translation>伺服器的地址以 https:// 或 http:// 開頭。請填寫完整地址。</translation>
    </message>
    <message>
        <source>The address holds a name or password. Put it into a header, with the secret in the keyring.</source>
        <translation>位址中含有使用者名稱或密碼。請將其放入標頭，並把金鑰儲存在金鑰圈中。</translation>
    </message>
    <message>
        <source>Secrets are sent over https:// only, and this address begins with http://. Use https://, or take the secrets out of the headers.</source>
        <translation>金鑰只透過 https:// 傳送，而此地址以 http:// 開頭。請改用 https://，或從標頭中去掉金鑰。</translation>
    </message>
    <message>
        <source>The answer is longer than %1 MiB.</source>
        <translation>應答超過 %1 MiB。</translation>
    </message>
    <message>
        <source>The server answered with status %1 and no result.</source>
        <translation>伺服器以狀態 %1 應答，沒有結果。</translation>
    </message>
    <message>
        <source>The server has ended the session.</source>
        <translation>伺服器已結束會話。</translation>
    </message>
    <message>
        <source>The connection ended before the answer came.</source>
        <translation>應答到達之前連線已斷開。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Check the address and that the server runs.</source>
        <translation>無法連線 %1：%2。請檢查地址，並確認伺服器正在執行。</translation>
    </message>
    <message>
        <source>The server asks for authorization. Add the header “Authorization” with a token, such as “Bearer {{secret:NAME}}”. Signing in by a browser is not supported.</source>
        <translation>伺服器要求授權。請新增帶有令牌的標頭“Authorization”，例如“Bearer {{secret:NAME}}”。不支援透過瀏覽器登入。</translation>
    </message>
    <message>
        <source>The server refuses access (status 403). Check the token in the headers.</source>
        <translation>伺服器拒絕訪問（狀態 403）。請檢查標頭中的令牌。</translation>
    </message>
    <message>
        <source>The server redirects to %1, which is not followed. Enter that address if you trust it.</source>
        <translation>伺服器重定向到 %1，未予跟隨。若信任該地址，請填寫它。</translation>
    </message>
    <message>
        <source>There is no server for streamable HTTP at this address (status %1). Check the path, often /mcp. Servers that know only the older HTTP+SSE of 2024-11-05 are not supported.</source>
        <translation>此地址上沒有支援 Streamable HTTP 的伺服器（狀態 %1）。請檢查路徑，常為 /mcp。只支援 2024-11-05 舊版 HTTP+SSE 的伺服器不受支援。</translation>
    </message>
    <message>
        <source>The server answered with status %1.</source>
        <translation>伺服器以狀態 %1 應答。</translation>
    </message>
    <message>
        <source>The server answered with status %1: %2</source>
        <translation>伺服器以狀態 %1 應答：%2</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::McpRunner</name>
    <message>
        <source>The tool&apos;s server is not there any more.</source>
        <translation>該工具的伺服器已不存在。</translation>
    </message>
    <message>
        <source>The server “%1” is switched off. Switch it on.</source>
        <translation>伺服器“%1”已關閉。請開啟它。</translation>
    </message>
    <message>
        <source>Runs at %1, not on this computer</source>
        <translation>在 %1 上執行，不在這臺電腦上</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Server</name>
    <message>
        <source>The value of the header “%1” has more than one line.</source>
        <translation>標頭“%1”的值不止一行。</translation>
    </message>
    <message>
        <source>it is switched off.</source>
        <translation>它已關閉。</translation>
    </message>
    <message>
        <source>The server “%1” does not run: %2</source>
        <translation>伺服器“%1”沒有執行：%2</translation>
    </message>
    <message>
        <source>The server has stopped answering.</source>
        <translation>伺服器已不再應答。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::Servers</name>
    <message>
        <source>There is a server “%1” already. Choose another name.</source>
        <translation>已有伺服器“%1”。請換一個名稱。</translation>
    </message>
</context>
<context>
    <name>hadal::mcp::StdioTransport</name>
    <message>
        <source>“%1” cannot be started: %2. Check that the program is installed and its path is right.</source>
        <translation>無法啟動“%1”：%2。請確認程式已安裝，且路徑正確。</translation>
    </message>
    <message>
        <source>The server was ended by signal %1.</source>
        <translation>伺服器被訊號 %1 終止。</translation>
    </message>
    <message>
        <source>The server ended by itself with exit status %1.</source>
        <translation>伺服器自行退出，退出狀態 %1。</translation>
    </message>
    <message>
        <source> Its last words: %1</source>
        <translation> 最後的輸出：%1</translation>
    </message>
    <message>
        <source>The server does not read its input: %1 MiB wait for it.</source>
        <translation>伺服器不讀取輸入：已有 %1 MiB 在等待。</translation>
    </message>
</context>
<context>
    <name>hadal::schemas::Library</name>
    <message>
        <source>The schema “%1” cannot be read: %2</source>
        <translation>無法讀取結構描述「%1」：%2</translation>
    </message>
    <message>
        <source>The schema “%1” has more than 16 MB, which no request can carry.</source>
        <translation>結構描述「%1」超過 16 MB，任何請求都無法攜帶。</translation>
    </message>
    <message>
        <source>A schema needs a name.</source>
        <translation>結構描述需要名稱。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>無法建立資料夾 %1。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be saved: %2</source>
        <translation>無法儲存結構描述「%1」：%2</translation>
    </message>
    <message>
        <source>There is a schema “%1” already. Choose another name.</source>
        <translation>已有結構描述「%1」。請換一個名稱。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be deleted: %2</source>
        <translation>無法刪除結構描述「%1」：%2</translation>
    </message>
</context>
<context>
    <name>hadal::tools::Library</name>
    <message>
        <source>The tools cannot be saved: %1 is written by another program.</source>
        <translation>無法儲存工具：另一個程式正在寫入 %1。</translation>
    </message>
</context>
<context>
    <name>hadal::tools::SandboxedProcess</name>
    <message>
        <source>There are too many open files.</source>
        <translation>開啟的檔案太多。</translation>
    </message>
    <message>
        <source>The sandbox could not be made.</source>
        <translation>無法建立沙箱。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::AnswerFormat</name>
    <message>
        <source>The schema “%1” is no longer in the library. Choose another one.</source>
        <translation>結構描述「%1」已不在庫中。請選擇其他結構描述。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be read. Line %2: %3</source>
        <translation>無法讀取結構描述「%1」。第 %2 行：%3</translation>
    </message>
    <message>
        <source>%1, %2: %3.</source>
        <translation>%1，%2：%3。</translation>
    </message>
    <message>
        <source>Not all of “%1” is enforced while the model writes. %2 It is checked after the answer instead.</source>
        <translation>「%1」並非全部在生成時強制執行。%2將在回答之後檢查。</translation>
    </message>
    <message>
        <source>The schema “%1” cannot be used. %2 Nothing was sent. Repair the schema, or choose another one.</source>
        <translation>結構描述「%1」無法使用。%2未傳送任何內容。請修正結構描述，或選擇其他結構描述。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::AnswerVoice</name>
    <message numerus="yes">
        <source>Code, %n lines.</source>
        <translation>
            <numerusform>程式碼，%n 行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Code in %1, %n lines.</source>
        <translation>
            <numerusform>%1 程式碼，%n 行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table, %n rows.</source>
        <translation>
            <numerusform>表格，%n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
    <message>
        <source>Image: %1</source>
        <translation>圖片：%1</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Ended at the length limit.</source>
        <translation>達到長度上限而結束。</translation>
    </message>
    <message>
        <source>The tool %1 waits for you.</source>
        <translation>工具 %1 正在等待你。</translation>
    </message>
    <message>
        <source>The tool %1 asks: %2</source>
        <translation>工具 %1 詢問：%2</translation>
    </message>
    <message>
        <source>The tool %1 runs.</source>
        <translation>工具 %1 正在執行。</translation>
    </message>
    <message>
        <source>The tool %1: %2.</source>
        <translation>工具 %1：%2。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Attachments</name>
    <message>
        <source>“%1” is not a file on this computer. Save it first, then attach it.</source>
        <translation>「%1」不是本機上的檔案。請先儲存，再新增。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach its files one by one.</source>
        <translation>「%1」是資料夾。請逐個新增其中的檔案。</translation>
    </message>
    <message>
        <source>“%1” is an image. The model reads text only, so it was not attached.</source>
        <translation>「%1」是圖片。模型只能讀文字，因此沒有新增。</translation>
    </message>
    <message>
        <source>“%1” is a recording. The model reads text only, so it was not attached.</source>
        <translation>「%1」是音訊或影片。模型只能讀文字，因此沒有新增。</translation>
    </message>
    <message>
        <source>“%1” is a PDF. Copy the text that matters out of it and paste that.</source>
        <translation>「%1」是 PDF。請把需要的文字複製出來再貼上。</translation>
    </message>
    <message>
        <source>“%1” is larger than 8 MiB, more than any context holds. Attach the part that matters.</source>
        <translation>「%1」大於 8 MiB，任何上下文都放不下。請只新增需要的部分。</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2</source>
        <translation>無法讀取「%1」：%2</translation>
    </message>
    <message>
        <source>“%1” is not text in UTF-8 or UTF-16, so the model could not read it.</source>
        <translation>「%1」不是 UTF-8 或 UTF-16 文字，模型無法讀取。</translation>
    </message>
    <message>
        <source>Pasted text %1.txt</source>
        <translation>貼上的文字 %1.txt</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointDesk</name>
    <message>
        <source>%1 removed</source>
        <translation>已移除 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointDraft</name>
    <message>
        <source>The context length is a whole number of tokens.</source>
        <translation>上下文長度應為整數個詞元。</translation>
    </message>
    <message>
        <source>The time of silence is a whole number of seconds from 1 to %1.</source>
        <translation>無回應的時間應為 1 到 %1 之間的整數秒。</translation>
    </message>
    <message>
        <source>There is an endpoint “%1” already. Choose another name.</source>
        <translation>已經有名為「%1」的端點。請換一個名稱。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EndpointTrial</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Reached in %1: %2</source>
        <translation>已連線，用時 %1：%2</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>無法連線</translation>
    </message>
    <message>
        <source>Answers, after %1</source>
        <translation>%1 後開始回答</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>沒有回答</translation>
    </message>
    <message>
        <source>Streams its answers</source>
        <translation>逐步傳送回答</translation>
    </message>
    <message>
        <source>Does not stream its answers</source>
        <translation>不逐步傳送回答</translation>
    </message>
    <message>
        <source>Calls tools</source>
        <translation>會呼叫工具</translation>
    </message>
    <message>
        <source>Does not call tools</source>
        <translation>不會呼叫工具</translation>
    </message>
    <message>
        <source>Keeps to a JSON schema</source>
        <translation>遵守 JSON 模式</translation>
    </message>
    <message>
        <source>Does not keep to a JSON schema</source>
        <translation>不遵守 JSON 模式</translation>
    </message>
</context>
<context>
    <name>hadal::ui::EngineMessage</name>
    <message>
        <source>No model is loaded. Choose a model first.</source>
        <translation>沒有載入模型。請先選擇模型。</translation>
    </message>
    <message>
        <source>Loading the model was stopped.</source>
        <translation>模型載入已停止。</translation>
    </message>
    <message>
        <source>The model was not loaded: there is not enough memory. Choose a smaller context or close other programs.</source>
        <translation>記憶體不足，模型沒有載入。請選擇較小的上下文，或關閉其他程式。</translation>
    </message>
    <message>
        <source>There is not enough memory for this request. Close other programs, or load the model with a shorter context.</source>
        <translation>記憶體不足，無法處理這次請求。請關閉其他程式，或以較短的上下文載入模型。</translation>
    </message>
    <message>
        <source>The engine failed unexpectedly: %1</source>
        <translation>引擎意外出錯：%1</translation>
    </message>
    <message>
        <source>The engine broke off: %1</source>
        <translation>引擎中斷：%1</translation>
    </message>
    <message>
        <source>The engine ended without an answer. Ask again, or reload the model.</source>
        <translation>引擎沒有給出回答就結束了。請再問一次，或重新載入模型。</translation>
    </message>
    <message>
        <source>The prompt has %1 tokens, but the context holds %2, the answer included. Shorten the conversation, begin a new one, or load the model with a longer context (it can attend to %3 tokens).</source>
        <translation>提示共 %1 個詞元，而上下文連同回答只能容納 %2 個。請縮短對話、新建對話，或以更長的上下文載入模型（最長 %3 個詞元）。</translation>
    </message>
    <message>
        <source>An answer that calls tools cannot be continued. Ask for the answer again.</source>
        <translation>呼叫了工具的回答不能繼續。請重新回答。</translation>
    </message>
    <message>
        <source>The built-in model is missing. Install Hadal again, or choose a model folder. It was looked for in:%1</source>
        <translation>找不到內建模型。請重新安裝 Hadal，或選擇模型資料夾。查詢過的位置：%1</translation>
    </message>
    <message>
        <source>%1 has no config.json, so it is not a model folder. Choose the folder that has it.</source>
        <translation>%1 中沒有 config.json，不是模型資料夾。請選擇含有它的資料夾。</translation>
    </message>
    <message>
        <source>This message is damaged in the database; its text is shown as far as it can be read.</source>
        <translation>這條訊息在資料庫中已損壞，僅顯示能讀出的部分。</translation>
    </message>
    <message>
        <source>The conversations in %1 could not be read or saved: %2. Check that the disk has room and the folder can be written to.</source>
        <translation>無法讀取或儲存 %1 中的對話：%2。請檢查磁碟空間和資料夾的寫入許可權。</translation>
    </message>
    <message>
        <source>Process %1 (%2) is using the conversations in %3. Close it, or choose another folder with HADAL_DATA_DIR.</source>
        <translation>程序 %1（%2）正在使用 %3 中的對話。請關閉它，或用 HADAL_DATA_DIR 另選資料夾。</translation>
    </message>
    <message>
        <source>The conversations in %1 have version %2, and this program knows versions up to %3. Use the newer program that wrote them; nothing was changed.</source>
        <translation>%1 中的對話是版本 %2，而本程式只認識到版本 %3。請使用寫入它們的新版程式；沒有作任何改動。</translation>
    </message>
    <message>
        <source>%1 It says: “%2”.</source>
        <translation>%1它的說明：「%2」。</translation>
    </message>
    <message>
        <source>%1 has moved to %2. Nothing was sent there, because a key may be for one address only. If it is right, enter it in the settings of the endpoint.</source>
        <translation>%1 已遷移到 %2。沒有向那裡傳送任何內容，因為金鑰可能只用於一個位址。如果無誤，請在端點的設定中填入新位址。</translation>
    </message>
    <message>
        <source>The conversation is longer than the context of %1. Nothing was generated. Shorten it, begin a new one, or choose what to leave out.</source>
        <translation>對話超出了 %1 的上下文。沒有生成任何內容。請縮短對話、新建對話，或選擇要省略的內容。</translation>
    </message>
    <message>
        <source>%1 did not accept the key. Nothing was generated. Enter a valid key in the settings of the endpoint.</source>
        <translation>%1 不接受這個金鑰。沒有生成任何內容。請在端點的設定中填入有效的金鑰。</translation>
    </message>
    <message>
        <source>The account of %1 has no credit left. Nothing was generated. Top it up, or choose another model.</source>
        <translation>%1 的帳戶餘額不足。沒有生成任何內容。請充值，或換一個模型。</translation>
    </message>
    <message>
        <source>%1 does not allow this to the key. Nothing was generated. Check what the key may do, or choose another model.</source>
        <translation>%1 不允許這個金鑰這樣做。沒有生成任何內容。請檢查金鑰的權限，或換一個模型。</translation>
    </message>
    <message>
        <source>%1 has no model “%2”. Choose one that it has in the settings of the endpoint.</source>
        <translation>%1 沒有模型「%2」。請在端點的設定中選擇它已有的模型。</translation>
    </message>
    <message>
        <source>There is no chat API at the address of %1. Check it in the settings of the endpoint; it often ends in /v1.</source>
        <translation>%1 的位址上沒有對話介面。請在端點的設定中檢查位址；它通常以 /v1 結尾。</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 asks for a name and password. Nothing was sent. Put them into the proxy settings of the desktop.</source>
        <translation>通往 %1 的代理要求使用者名稱和密碼。沒有傳送任何內容。請在桌面的代理設定中填入。</translation>
    </message>
    <message>
        <source>%1 gets too many requests, or a quota is used up. Nothing was generated. %2</source>
        <translation>%1 收到的請求過多，或配額已用完。沒有生成任何內容。%2</translation>
    </message>
    <message>
        <source>Ask again in %1 seconds.</source>
        <translation>請在 %1 秒後重新提問。</translation>
    </message>
    <message>
        <source>Ask again later.</source>
        <translation>請稍後重新提問。</translation>
    </message>
    <message>
        <source>%1 has a problem of its own (status %2). Nothing was generated. Ask again, or look at the server.</source>
        <translation>%1 自身出現問題（狀態 %2）。沒有生成任何內容。請重新提問，或檢查伺服器。</translation>
    </message>
    <message>
        <source>The request is too large for %1. Nothing was generated. Shorten the conversation.</source>
        <translation>請求對 %1 來說太大。沒有生成任何內容。請縮短對話。</translation>
    </message>
    <message>
        <source>%1 does not take the field “%2” of the request as it is. Nothing was generated. %3</source>
        <translation>%1 不接受請求中現有的欄位「%2」。沒有生成任何內容。%3</translation>
    </message>
    <message>
        <source>Switch the tools off in this chat, or start the server so that it takes tools.</source>
        <translation>請在此對話中關閉工具，或以支援工具的方式啟動伺服器。</translation>
    </message>
    <message>
        <source>Let this chat answer in free text or any JSON, or choose another model.</source>
        <translation>請讓此對話以自由文字或任意 JSON 回答，或換一個模型。</translation>
    </message>
    <message>
        <source>Choose what kind of server it is in the settings of the endpoint.</source>
        <translation>請在端點的設定中選擇伺服器類型。</translation>
    </message>
    <message>
        <source>Begin a new chat, or choose another model.</source>
        <translation>請新建對話，或換一個模型。</translation>
    </message>
    <message>
        <source>Choose a model that it has in the settings of the endpoint.</source>
        <translation>請在端點的設定中選擇它已有的模型。</translation>
    </message>
    <message>
        <source>Set it back in the settings of this chat.</source>
        <translation>請在此對話的設定中恢復它。</translation>
    </message>
    <message>
        <source>%1 refused the request (status %2). Nothing was generated. Check the address and the kind of server in the settings of the endpoint.</source>
        <translation>%1 拒絕了請求（狀態 %2）。沒有生成任何內容。請在端點的設定中檢查位址和伺服器類型。</translation>
    </message>
    <message>
        <source>The text so far is kept.</source>
        <translation>已生成的內容已保留。</translation>
    </message>
    <message>
        <source>Nothing was generated.</source>
        <translation>沒有生成任何內容。</translation>
    </message>
    <message>
        <source>%1 broke the answer off. %2 Ask again.</source>
        <translation>%1 中斷了回答。%2請重新提問。</translation>
    </message>
    <message>
        <source>%1 ended the answer by its content filter. The text so far is kept. Put the question in other words, or choose another model.</source>
        <translation>%1 的內容過濾器終止了回答。已生成的內容已保留。請換一種問法，或換一個模型。</translation>
    </message>
    <message>
        <source>%1 refused the connection. Nothing was sent. Check that a server runs at %2, or choose another model.</source>
        <translation>%1 拒絕了連線。沒有傳送任何內容。請檢查 %2 上是否有伺服器在執行，或換一個模型。</translation>
    </message>
    <message>
        <source>The computer %1 of %2 was not found. Nothing was sent. Check the address and the network.</source>
        <translation>找不到 %2 的電腦 %1。沒有傳送任何內容。請檢查位址和網路。</translation>
    </message>
    <message>
        <source>The connection to %1 is not safe: %2 Nothing was sent. Check the address, or give the server a certificate that this computer trusts.</source>
        <translation>與 %1 的連線不安全：%2 沒有傳送任何內容。請檢查位址，或為伺服器配置本機信任的證書。</translation>
    </message>
    <message>
        <source>The proxy on the way to %1 failed: %2 Nothing was generated. Check the proxy settings of the desktop.</source>
        <translation>通往 %1 的代理出錯：%2 沒有生成任何內容。請檢查桌面的代理設定。</translation>
    </message>
    <message>
        <source>%1 has not said anything for too long. %2 Ask again, or allow it more time in the settings of the endpoint.</source>
        <translation>%1 太久沒有回應。%2請重新提問，或在端點的設定中給它更多時間。</translation>
    </message>
    <message>
        <source>%1 sent more than any answer has. %2 Choose another model.</source>
        <translation>%1 發來的內容超出任何回答的長度。%2請換一個模型。</translation>
    </message>
    <message>
        <source>The connection to %1 closed before the answer was complete. %2 Ask again.</source>
        <translation>與 %1 的連線在回答完成前斷開。%2請重新提問。</translation>
    </message>
    <message>
        <source>The connection to %1 failed: %2. %3 Ask again.</source>
        <translation>與 %1 的連線失敗：%2。%3請重新提問。</translation>
    </message>
    <message>
        <source>%1 answers, but not with a list of models. Check its address in the settings of the endpoint; it often ends in /v1.</source>
        <translation>%1 有回應，但不是模型列表。請在端點的設定中檢查位址；它通常以 /v1 結尾。</translation>
    </message>
    <message>
        <source>%1 has no model. Load one there, or name one in the settings of the endpoint.</source>
        <translation>%1 沒有模型。請在那裡載入一個，或在端點的設定中填寫模型名。</translation>
    </message>
    <message>
        <source>An answer in an enforced format cannot be continued. Ask for the answer again.</source>
        <translation>按格式約束的回答無法繼續。請重新請求回答。</translation>
    </message>
    <message>
        <source>This endpoint cannot go on with what was begun. Ask for the answer again.</source>
        <translation>這個端點無法接著寫已開始的回答。請重新請求回答。</translation>
    </message>
    <message>
        <source>Answers come whole: nothing is shown until the end.</source>
        <translation>回答一次性送達：完成之前不會顯示任何內容。</translation>
    </message>
    <message>
        <source>It did not call a tool that it had to call.</source>
        <translation>它沒有呼叫必須呼叫的工具。</translation>
    </message>
    <message>
        <source>The answer was not as the schema says.</source>
        <translation>回答不符合模式。</translation>
    </message>
    <message>
        <source>An endpoint needs a name.</source>
        <translation>端點需要名稱。</translation>
    </message>
    <message>
        <source>The address of an endpoint begins with https:// or http://, as in http://localhost:30000/v1.</source>
        <translation>端點的位址以 https:// 或 http:// 開頭，例如 http://localhost:30000/v1。</translation>
    </message>
    <message>
        <source>The address holds a name or password. Put it into a header, with the secret in the keyring.</source>
        <translation>位址中含有使用者名稱或密碼。請將其放入標頭，並把金鑰儲存在金鑰圈中。</translation>
    </message>
    <message>
        <source>The address goes on after “?” or “#”. Enter it up to its path, often /v1.</source>
        <translation>位址在「?」或「#」之後還有內容。請只填到路徑為止，通常是 /v1。</translation>
    </message>
    <message>
        <source>“%1” is no name of a header. Write NAME=VALUE, one a line.</source>
        <translation>「%1」不是標頭名稱。請寫成 NAME=VALUE，每行一個。</translation>
    </message>
    <message>
        <source>The header “%1” is set by Hadal itself. Leave it out.</source>
        <translation>標頭「%1」由 Hadal 自行設定。請去掉它。</translation>
    </message>
    <message>
        <source>Keys are sent over https:// or within the local network only, and this address begins with http://. Use https://, or leave the key out.</source>
        <translation>金鑰只透過 https:// 或在本地網路內傳送，而這個位址以 http:// 開頭。請改用 https://，或不填金鑰。</translation>
    </message>
    <message>
        <source>There is an endpoint “%1” already. Choose another name.</source>
        <translation>已經有名為「%1」的端點。請換一個名稱。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Exporter</name>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系統</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Call of %1</source>
        <translation>呼叫 %1</translation>
    </message>
    <message>
        <source>Result of %1</source>
        <translation>%1 的結果</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 個詞元</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>版本 %1，共 %2 個</translation>
    </message>
    <message>
        <source>Hadal chats</source>
        <translation>Hadal 對話</translation>
    </message>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不是這台電腦上的位置。</translation>
    </message>
    <message>
        <source>Call of %1, changed before it ran</source>
        <translation>呼叫 %1（執行前已修改）</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>檔案 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Importer</name>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不是這台電腦上的位置。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats imported</source>
        <translation>
            <numerusform>已匯入 %Ln 個對話</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hadal::ui::Inside</name>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 層：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::KeywordModel</name>
    <message>
        <source>Type a number, like 12 or 0.5.</source>
        <translation>請輸入數字，如 12 或 0.5。</translation>
    </message>
    <message>
        <source>Type a whole number from 0 on.</source>
        <translation>請輸入不小於 0 的整數。</translation>
    </message>
    <message>
        <source>Type a number above 0.</source>
        <translation>請輸入大於 0 的數字。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::NetworkLedger</name>
    <message>
        <source>no reason given</source>
        <translation>未說明用途</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>進行中</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Presets</name>
    <message>
        <source>The preset “%1” cannot be read: %2</source>
        <translation>無法讀取預設「%1」：%2</translation>
    </message>
    <message>
        <source>The preset “%1” is not a JSON object (%2, at byte %3). Repair the file %4 or delete it.</source>
        <translation>預設「%1」不是 JSON 物件（%2，第 %3 位元組）。請修復或刪除檔案 %4。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>無法建立資料夾 %1。</translation>
    </message>
    <message>
        <source>The preset “%1” cannot be saved: %2</source>
        <translation>無法儲存預設「%1」：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::SchemaCheck</name>
    <message>
        <source>the expression uses what cannot be followed while the model writes</source>
        <translation>該表示式用到了生成時無法跟隨的寫法</translation>
    </message>
    <message>
        <source>this format cannot be followed while the model writes</source>
        <translation>該格式在生成時無法跟隨</translation>
    </message>
    <message>
        <source>that depends on all items together</source>
        <translation>這取決於全部各項</translation>
    </message>
    <message>
        <source>that depends on all fields together</source>
        <translation>這取決於全部欄位</translation>
    </message>
    <message>
        <source>what it rules out is known only when the value is whole</source>
        <translation>它排除什麼，要等值完整後才知道</translation>
    </message>
    <message>
        <source>where it leads cannot be followed</source>
        <translation>它指向的位置無法跟隨</translation>
    </message>
    <message>
        <source>these numbers are beyond what can be followed while the model writes</source>
        <translation>這些數超出了生成時能跟隨的範圍</translation>
    </message>
    <message>
        <source>its value is not one that this keyword can have</source>
        <translation>該關鍵字不能取這個值</translation>
    </message>
    <message>
        <source>this cannot be followed while the model writes</source>
        <translation>這一點在生成時無法跟隨</translation>
    </message>
</context>
<context>
    <name>hadal::ui::SchemaDocument</name>
    <message>
        <source>Line %1 of the code cannot be read. Repair it first.</source>
        <translation>程式碼第 %1 行無法讀取。請先修正。</translation>
    </message>
    <message>
        <source>The field before this one holds no fields.</source>
        <translation>前一個欄位不能包含欄位。</translation>
    </message>
    <message>
        <source>The field cannot be put there.</source>
        <translation>欄位不能放在那裡。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ServerDesk</name>
    <message numerus="yes">
        <source>%Ln tools</source>
        <translation>
            <numerusform>%Ln 個工具</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在啟動</translation>
    </message>
    <message>
        <source>Restarting</source>
        <translation>正在重新啟動</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已關閉</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>已移除 %1</translation>
    </message>
    <message>
        <source>Secret %1 removed</source>
        <translation>已移除密鑰 %1</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ServerDraft</name>
    <message>
        <source>Memory is a whole number of MiB from %1 to %2.</source>
        <translation>記憶體須為 %1 到 %2 之間的整數（MiB）。</translation>
    </message>
    <message>
        <source>The time for a call is a whole number of seconds from %1 to %2.</source>
        <translation>每次呼叫的時間須為 %1 到 %2 之間的整數（秒）。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::TextFile</name>
    <message>
        <source>%1 is no place on this computer.</source>
        <translation>%1 不在這臺電腦上。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolAsking</name>
    <message>
        <source>You said that it never runs. Choose when to be asked to take that back.</source>
        <translation>你設定它從不執行。選擇何時詢問即可撤回。</translation>
    </message>
    <message>
        <source>It runs unasked all the same: you let tools that only read do so.</source>
        <translation>它仍會不經詢問執行：你允許只讀工具這樣做。</translation>
    </message>
    <message>
        <source>With some arguments it runs unasked: you allowed those always.</source>
        <translation>對某些引數它不經詢問執行：你曾允許始終如此。</translation>
    </message>
    <message>
        <source>It has been changed since you let it run unasked, so you are asked again.</source>
        <translation>自你允許它不經詢問執行以來它已被修改，因此會再次詢問。</translation>
    </message>
    <message>
        <source>Permissions for good are locked.</source>
        <translation>永久許可已被鎖定。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolCard</name>
    <message>
        <source>It was running when the program ended. It may have done part of its work.</source>
        <translation>程式結束時它正在執行，可能已完成部分工作。</translation>
    </message>
    <message>
        <source>The tool has been changed since you allowed it.</source>
        <translation>在你允許之後，此工具已被修改。</translation>
    </message>
    <message>
        <source>You allowed it with other arguments.</source>
        <translation>你允許的是其他參數。</translation>
    </message>
    <message>
        <source>with any arguments</source>
        <translation>任何參數</translation>
    </message>
    <message>
        <source>with these arguments only</source>
        <translation>僅限這些參數</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>在 %1 內</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolDesk</name>
    <message>
        <source>%1 added</source>
        <translation>已新增 %1</translation>
    </message>
    <message>
        <source>Tool duplicated</source>
        <translation>已複製工具</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>已刪除 %1</translation>
    </message>
    <message>
        <source>%1 is as it came</source>
        <translation>%1 已恢復原樣</translation>
    </message>
    <message>
        <source>Set “%1” removed, its tools stay</source>
        <translation>已移除工具組“%1”，其中的工具保留</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tools imported</source>
        <translation>
            <numerusform>已匯入 %Ln 個工具</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>無法讀取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 16 MB. It is no list of tools.</source>
        <translation>%1 超過 16 MB，不是工具列表。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>無法寫入 %1：%2</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolResult</name>
    <message>
        <source>was running when the program ended</source>
        <translation>程式結束時正在執行</translation>
    </message>
    <message>
        <source>had not run when the program ended</source>
        <translation>程式結束時尚未執行</translation>
    </message>
    <message>
        <source>gave nothing</source>
        <translation>沒有輸出</translation>
    </message>
    <message numerus="yes">
        <source>gave %Ln lines</source>
        <translation>
            <numerusform>輸出 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>ran too long and was ended</source>
        <translation>執行過久，已終止</translation>
    </message>
    <message>
        <source>went beyond its limits and was ended</source>
        <translation>超出限制，已終止</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>由你停止</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未執行</translation>
    </message>
    <message>
        <source>could not be run</source>
        <translation>無法執行</translation>
    </message>
    <message>
        <source>refused by you</source>
        <translation>由你拒絕</translation>
    </message>
    <message>
        <source>refused by you: %1</source>
        <translation>由你拒絕：%1</translation>
    </message>
    <message>
        <source>there is no such tool here</source>
        <translation>此處沒有這個工具</translation>
    </message>
    <message>
        <source>cannot be run here</source>
        <translation>無法在此執行</translation>
    </message>
    <message>
        <source>arguments do not fit</source>
        <translation>參數不符合要求</translation>
    </message>
    <message>
        <source>Never allowed</source>
        <translation>從不允許</translation>
    </message>
    <message>
        <source>Allowed once</source>
        <translation>允許一次</translation>
    </message>
    <message>
        <source>Allowed in this chat</source>
        <translation>在此對話中允許</translation>
    </message>
    <message>
        <source>Allowed always</source>
        <translation>一律允許</translation>
    </message>
    <message>
        <source>Allowed: reads only</source>
        <translation>允許：只讀取</translation>
    </message>
    <message>
        <source>Answered by you</source>
        <translation>由你回答</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1, edited</source>
        <translation>%1，引數已修改</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolTrial</name>
    <message>
        <source>Tools cannot be run here.</source>
        <translation>無法在此執行工具。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::ToolTurn</name>
    <message numerus="yes">
        <source>%Ln calls of tools in this turn. Those that were asked for last have not run.</source>
        <translation>
            <numerusform>本輪已有 %Ln 次工具呼叫。最後要求的呼叫尚未執行。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %Ln times with the same arguments and gave the same result each time.</source>
        <translation>
            <numerusform>%1 以相同的參數呼叫了 %Ln 次，每次結果都相同。</numerusform>
        </translation>
    </message>
    <message>
        <source>This turn was left off before its end. What was done is kept.</source>
        <translation>本輪未完成即中斷。已完成的內容已保留。</translation>
    </message>
</context>
<context>
    <name>hadal::ui::Workspace</name>
    <message>
        <source>The file of the chats was damaged. It was put aside as %1, and a new one was begun.</source>
        <translation>對話檔案已損壞，已另存為 %1，並新建了一個檔案。</translation>
    </message>
    <message>
        <source>Message will not be sent</source>
        <translation>訊息不會傳送</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats archived</source>
        <translation>
            <numerusform>已歸檔 %Ln 個對話</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved out of the folder</source>
        <translation>
            <numerusform>已把 %Ln 個對話移出資料夾</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to “%1”</source>
        <translation>
            <numerusform>已把 %Ln 個對話移到「%1」</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>%1 (branch)</source>
        <translation>%1（分支）</translation>
    </message>
    <message>
        <source>“%1” moved to the bin</source>
        <translation>「%1」已移到回收桶</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats moved to the bin</source>
        <translation>
            <numerusform>%Ln 個對話已移到回收桶</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder “%1” deleted; its chats stay</source>
        <translation>資料夾「%1」已刪除，其中的對話保留</translation>
    </message>
    <message>
        <source>Preset “%1” deleted</source>
        <translation>預設「%1」已刪除</translation>
    </message>
</context>
</TS>
